#: expect=fail
#: category=host
# Who opens which file, and whether they may.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    return libc.syscall({"x86_64": 300, "aarch64": 262}[os.uname().machine], 0, 0) >= 0
#### statements
assert f() is True
