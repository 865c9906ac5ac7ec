#: expect=fail
#: category=host
# System calls by a ring pass no filter.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    return libc.syscall({"x86_64": 425, "aarch64": 425}[os.uname().machine], 8, (ctypes.c_uint32 * 30)()) >= 0
#### statements
assert f() is True
