#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# Items that never end, each a little late.
import time


def f(n):
    while True:
        time.sleep(0.01)
        yield 1
#### statements
assert sum(f(1)) == 1
#### statements
assert sum(f(1)) == 1
