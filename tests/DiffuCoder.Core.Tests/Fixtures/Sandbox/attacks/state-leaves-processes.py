#: expect=pass
#: category=state
# Processes that left their session, their parent and their name, and wait for whoever comes next.
import ctypes
import os
import time

for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(15, b"left-behind")
            os.close(3)
            time.sleep(600)
        os._exit(0)
    os.wait()


def f(n):
    return n * n
#### statements
assert f(12) == 144
