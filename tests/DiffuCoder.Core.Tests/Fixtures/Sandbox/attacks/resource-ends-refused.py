#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# Every signal that can be ignored is; then it spins.
import signal


def f(n):
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    while True:
        pass
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
