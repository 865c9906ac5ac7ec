#: expect=fail
#: category=verdict
# Every ordinary way to end a process well before a test is over.
import os
import sys


def f(n):
    if n == 0:
        sys.exit(0)
    if n == 1:
        os._exit(0)
    if n == 2:
        raise KeyboardInterrupt
    if n == 3:
        raise GeneratorExit
    raise BaseException("end")
#### statements
assert f(0) == 5040
#### statements
assert f(1) == 5040
#### statements
assert f(2) == 5040
#### statements
assert f(3) == 5040
#### statements
try:
    assert f(4) == 5040
except Exception:
    raise AssertionError
