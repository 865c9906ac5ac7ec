#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# The channel is made not to block, which fails a harness that thinks that it waits.
import os


def f(n):
    os.set_blocking(3, False)
    return list(range(300000)) and 0
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
