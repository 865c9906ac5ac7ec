#: expect=fail
#: category=verdict
class E(Exception): pass
def f(n):
    raise AssertionError("x")
#### statements
import unittest
class T(unittest.TestCase):
    def runTest(self):
        with self.subTest(1):
            self.assertEqual(f(1), 2)
r = unittest.TestResult()
T().run(r)
assert r.wasSuccessful()
