#: expect=fail
#: category=resource
#: test_time=1.5
#: time=4
# The program is never done with being loaded.
import time

while True:
    time.sleep(0.1)


def f(n):
    return 1
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
