#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# Deeper than the interpreter's own stack.
import sys


def f(n):
    sys.setrecursionlimit(1 << 30)
    return f(n + 1) + 1
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
