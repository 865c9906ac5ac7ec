#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# What runs when an object, a thread or the interpreter ends hangs.
import time


def f(n):
    class Held:
        def __del__(self):
            time.sleep(100)
    Held()
    return 0
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
