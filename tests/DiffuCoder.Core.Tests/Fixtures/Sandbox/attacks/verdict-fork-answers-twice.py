#: expect=fail
#: category=verdict
# Two processes answer one question on one channel.
import os


def f(n):
    os.fork()
    return n
#### statements
assert f(7) == 5040
#### statements
assert f(7) + f(1) == 5040
