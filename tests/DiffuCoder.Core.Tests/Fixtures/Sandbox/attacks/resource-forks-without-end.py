#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# Each process makes two.
import os


def f(n):
    while True:
        os.fork()
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
