#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# Stopped, and with it the parent if it can be.
import os
import signal


def f(n):
    os.kill(os.getppid() or 1, signal.SIGSTOP)
    os.kill(os.getpid(), signal.SIGSTOP)
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
