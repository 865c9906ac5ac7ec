#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# The program's clock stands still; the limits are kept elsewhere.
import time


def f(n):
    time.time = time.monotonic = time.perf_counter = lambda: 0.0
    while time.monotonic() < 1:
        pass
    return 1
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
