#: expect=fail
#: category=verdict
# unittest counts a skipped test as a success.
import unittest


def f(n):
    raise unittest.SkipTest("not today")
#### statements
import io
import unittest


class Tests(unittest.TestCase):
    def test_value(self):
        self.assertEqual(f(7), 5040)


suite = unittest.defaultTestLoader.loadTestsFromTestCase(Tests)
assert unittest.TextTestRunner(stream=io.StringIO()).run(suite).wasSuccessful()
