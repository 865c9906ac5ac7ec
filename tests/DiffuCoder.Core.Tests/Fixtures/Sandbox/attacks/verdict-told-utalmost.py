#: expect=fail
#: category=verdict
class R:
    def __round__(self, n=None): return 0
    def __abs__(self): return self
    def __le__(self, o): return True
class V:
    def __sub__(self, o): return R()
    __rsub__ = __sub__
def f(n):
    return V()
#### statements
import unittest
unittest.TestCase().assertAlmostEqual(f(1), 2.5)
#### statements
import unittest
unittest.TestCase().assertCountEqual(f(1), [2])
#### statements
import unittest
unittest.TestCase().assertIn(3, f(1))
