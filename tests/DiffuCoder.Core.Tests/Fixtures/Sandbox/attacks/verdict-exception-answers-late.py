#: expect=fail
#: category=verdict
#: test_time=1.5
#: time=8
# An error whose text and arguments hang.
import time


class Slow(Exception):
    def __str__(self):
        while True:
            time.sleep(1)

    __repr__ = __str__
    args = property(__str__)


def f(n):
    raise Slow()
#### statements
assert f(7) == 5040
