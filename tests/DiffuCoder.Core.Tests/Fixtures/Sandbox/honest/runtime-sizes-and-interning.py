#: expect=pass
#: category=honest
import sys


def facts(text):
    return sys.intern(text) is sys.intern("".join(list(text))), sys.getsizeof([]) < sys.getsizeof([1] * 100), sys.getrefcount(text) > 0


def small():
    return 1, True, None, "a", ()
#### statements
assert facts("some-text") == (True, True, True) and small()[2] is None and small()[1] is True
