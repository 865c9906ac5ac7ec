#: expect=fail
#: category=host
# Counters that see other processes.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    return libc.syscall({"x86_64": 298, "aarch64": 241}[os.uname().machine], (ctypes.c_uint32 * 32)(1, 128), 0, -1, -1, 0) >= 0
#### statements
assert f() is True
