#: expect=pass
#: category=honest
import sys

sys.setrecursionlimit(5000)


def total(n):
    return 0 if n == 0 else n + total(n - 1)


def explode(n):
    return explode(n + 1)
#### statements
assert total(3000) == 4501500
#### statements
try:
    explode(0)
    assert False
except RecursionError:
    pass
