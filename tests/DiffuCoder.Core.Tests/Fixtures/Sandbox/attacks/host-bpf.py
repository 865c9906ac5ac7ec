#: expect=fail
#: category=host
# Programs in the kernel.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    return libc.syscall({"x86_64": 321, "aarch64": 280}[os.uname().machine], 0, (ctypes.c_uint32 * 32)(2, 4, 4, 1), 128) >= 0
#### statements
assert f() is True
