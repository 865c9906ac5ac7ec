#: expect=fail
#: category=host
# open_by_handle_at knows no mounts and no roots.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    numbers = {"x86_64": (303, 304), "aarch64": (264, 265)}[os.uname().machine]
    handle = (ctypes.c_uint32 * 34)()
    handle[0] = 128
    place = ctypes.c_int()
    if libc.syscall(numbers[0], -100, b"/usr", handle, ctypes.byref(place), 0) == 0:
        return True
    handle[0], handle[1], handle[2] = 8, 1, 2
    return libc.syscall(numbers[1], os.open("/", os.O_RDONLY), handle, 0) >= 0
#### statements
assert f() is True
