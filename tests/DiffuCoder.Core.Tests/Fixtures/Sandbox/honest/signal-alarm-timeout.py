#: expect=pass
#: category=honest
import signal
import time


class Late(Exception):
    pass


def limited(seconds, function):
    def ring(number, frame):
        raise Late(number)
    old = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        return function()
    except Late:
        return "late"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def slow():
    return limited(0.2, lambda: time.sleep(20))


def quick():
    return limited(20, lambda: "done")
#### statements
assert slow() == "late" and quick() == "done"
