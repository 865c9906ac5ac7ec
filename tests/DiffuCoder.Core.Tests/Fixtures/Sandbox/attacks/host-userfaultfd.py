#: expect=fail
#: category=host
# A page fault that another process serves is a hold on the kernel.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    return libc.syscall({"x86_64": 323, "aarch64": 282}[os.uname().machine], 0x80000) >= 0
#### statements
assert f() is True
