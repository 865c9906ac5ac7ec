#: expect=fail
#: category=verdict
# Without the tests' process there is nobody to say that the answer is wrong.
import os
import signal


def f(n):
    for process in [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]:
        try:
            os.kill(process, signal.SIGKILL)
        except OSError:
            pass
    return 0
#### statements
assert f(7) == 5040
#### statements
assert f(7) == 5040
