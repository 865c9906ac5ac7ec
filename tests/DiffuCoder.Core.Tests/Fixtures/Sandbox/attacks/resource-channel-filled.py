#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# The channel is filled with bytes of no meaning.
import os


def f(n):
    while True:
        os.write(3, b"\0" * 65536)
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
