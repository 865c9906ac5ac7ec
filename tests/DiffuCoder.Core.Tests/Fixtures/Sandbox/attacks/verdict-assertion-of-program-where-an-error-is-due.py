#: expect=fail
#: category=verdict
# A test that expects one error is not content with another, nor with a class of the same name.
class ValueError(Exception):
    pass


def f(n):
    if n:
        raise AssertionError("assertion")
    raise ValueError("not the built-in one")
#### statements
import unittest
with unittest.TestCase().assertRaises(TypeError):
    f(7)
#### statements
caught = ""
try:
    f(0)
except Exception as error:
    caught = type(error)
assert caught is LookupError
