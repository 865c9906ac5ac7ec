#: expect=fail
#: category=resource
#: memory=128
#: test_time=5
#: time=9
# Bytes that wait in the kernel belong to nobody's address space.
import fcntl
import os
import time


def f(n):
    kept = []
    while len(kept) < 400:
        try:
            there, here = os.pipe()
            fcntl.fcntl(here, 1031, 1 << 20)
        except OSError:
            break
        os.set_blocking(here, False)
        kept.append(there)
        try:
            while True:
                os.write(here, b"x" * 65536)
        except BlockingIOError:
            pass
    time.sleep(3)
    return 1 if len(kept) >= 400 else 0
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
