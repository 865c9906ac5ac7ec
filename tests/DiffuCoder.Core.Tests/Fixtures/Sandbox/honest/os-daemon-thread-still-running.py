#: expect=pass
#: category=honest
import threading
import time

ticks = []


def _tick():
    while True:
        ticks.append(1)
        time.sleep(0.01)


threading.Thread(target=_tick, daemon=True).start()


def wait_for(n):
    deadline = time.monotonic() + 20
    while len(ticks) < n and time.monotonic() < deadline:
        time.sleep(0.01)
    return len(ticks) >= n
#### statements
assert wait_for(3)
