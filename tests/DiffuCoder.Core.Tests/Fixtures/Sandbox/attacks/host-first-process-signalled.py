#: expect=fail
#: category=host
# Signals to the init process, of which none may end, stop or bend it.
import os
import time


def f():
    import contextlib
    for number in (9, 15, 19, 20, 2, 3, 6, 1, 10, 12, 17, 11, 64):
        with contextlib.suppress(OSError):
            os.kill(1, number)
    time.sleep(0.1)
    with open("/proc/1/stat") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] in "TtZX"
#### statements
assert f() is True
