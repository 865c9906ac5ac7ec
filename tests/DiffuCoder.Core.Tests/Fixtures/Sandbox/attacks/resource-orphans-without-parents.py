#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# Forked twice, each in a session of its own, spinning.
import os


def f(n):
    while True:
        child = os.fork()
        if child == 0:
            os.setsid()
            if os.fork() == 0:
                while True:
                    pass
            os._exit(0)
        os.waitpid(child, 0)
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
