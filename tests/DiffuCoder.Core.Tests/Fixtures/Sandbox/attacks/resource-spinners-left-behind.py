#: expect=any
#: category=resource
#: test_time=1.5
#: time=8
# The answer is right, and processes that spin are left. They end with the run.
import os


def f(n):
    for _ in range(4):
        if os.fork() == 0:
            os.setsid()
            os.close(3)
            while True:
                pass
    return 1
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
