#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# Output for as long as it is taken.
import os


def f(n):
    while True:
        os.write(1, b"x" * 65536)
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
