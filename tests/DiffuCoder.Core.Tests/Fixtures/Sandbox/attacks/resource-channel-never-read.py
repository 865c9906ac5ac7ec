#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# A question larger than the channel's room meets a program that does not read.
import time


def f(n):
    time.sleep(100)
#### statements
assert f('x' * (32 << 20)) == 1
#### statements
assert f('x' * (32 << 20)) == 1
