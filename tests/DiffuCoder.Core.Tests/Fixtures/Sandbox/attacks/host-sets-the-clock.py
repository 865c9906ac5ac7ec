#: expect=fail
#: category=host
# Clocks belong to the machine.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def f():
    now = (ctypes.c_long * 2)(1, 0)
    return libc.clock_settime(0, now) == 0 or libc.settimeofday(now, None) == 0
#### statements
assert f() is True
