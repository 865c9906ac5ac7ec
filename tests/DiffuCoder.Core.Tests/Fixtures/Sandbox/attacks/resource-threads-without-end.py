#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# Each thread makes another, and none ends.
import threading
import time


def f(n):
    def more():
        while True:
            try:
                threading.Thread(target=more).start()
            except (RuntimeError, MemoryError):
                time.sleep(1)
    more()
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
