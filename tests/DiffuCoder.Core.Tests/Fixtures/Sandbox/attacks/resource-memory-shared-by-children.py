#: expect=fail
#: category=resource
#: memory=96
#: test_time=6
#: time=10
# Six children fill shared mappings, each within the limit, together far beyond.
import mmap
import os
import time


def f(n):
    for _ in range(6):
        if os.fork() == 0:
            held = mmap.mmap(-1, 50 << 20)
            for place in range(0, 50 << 20, 4096):
                held[place] = 1
            time.sleep(30)
    time.sleep(5)
    return 1
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
