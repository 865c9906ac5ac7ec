#: expect=pass
#: category=honest
import os
import time


def yields(n):
    for _ in range(n):
        os.sched_yield()
    return n


def facts():
    return len(os.sched_getaffinity(0)) >= 1, os.getpriority(os.PRIO_PROCESS, 0) >= 0, os.getloadavg()[0] >= 0, time.process_time() >= 0


def politer():
    before = os.nice(0)
    return os.nice(2) - before
#### statements
assert yields(100) == 100 and facts() == (True,) * 4 and politer() == 2
