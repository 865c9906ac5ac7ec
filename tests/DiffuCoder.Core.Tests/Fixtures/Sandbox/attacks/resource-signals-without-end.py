#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# Signals to every process, for as long as they are taken.
import os
import signal


def f(n):
    others = [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()] + [os.getppid()]
    while True:
        for process in others:
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, signal.SIGUSR1, signal.SIGWINCH, signal.SIGCONT):
                try:
                    os.kill(process, number)
                except OSError:
                    pass
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
