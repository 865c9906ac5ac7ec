#: expect=fail
#: category=verdict
# The program's unittest is not the tests' unittest.
import unittest

for name in [name for name in dir(unittest.TestCase) if name.startswith("assert")]:
    setattr(unittest.TestCase, name, lambda *a, **k: None)
unittest.TestResult.wasSuccessful = lambda self: True


def f(n):
    return 0
#### statements
import io
import unittest


class Tests(unittest.TestCase):
    def test_value(self):
        self.assertEqual(f(7), 5040)


suite = unittest.defaultTestLoader.loadTestsFromTestCase(Tests)
assert unittest.TextTestRunner(stream=io.StringIO()).run(suite).wasSuccessful()
#### statements
import unittest
unittest.TestCase().assertAlmostEqual(f(7), 5040.0)
