#: expect=fail
#: category=host
# capset, and the ambient and bounding sets.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def f():
    head = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
    return libc.capset(head, data) == 0 or libc.prctl(47, 2, 21, 0, 0) == 0 or libc.prctl(24, 21, 0, 0, 0) == 0 or libc.prctl(28, 1, 0, 0, 0) == 0
#### statements
assert f() is True
