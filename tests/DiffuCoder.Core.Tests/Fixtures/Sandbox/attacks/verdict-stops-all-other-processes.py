#: expect=fail
#: category=verdict
#: test_time=1.5
#: time=8
import os
import signal
import time


def f(n):
    for process in [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]:
        try:
            os.kill(process, signal.SIGSTOP)
        except OSError:
            pass
    time.sleep(0.2)
    return 0
#### statements
assert f(7) == 5040
#### statements
assert f(7) == 5040
