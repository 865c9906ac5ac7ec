#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# Each in the last, deeper than any path.
import os


def f(n):
    while True:
        os.mkdir("d")
        os.chdir("d")
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
