#: expect=fail
#: category=host
# Each kind of new namespace, by unshare and by clone.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    for flag in (0x10000000, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x20000000, 0x40000000, 0x80):
        if libc.unshare(flag) == 0:
            return True
        if flag != 0x80:
            made = libc.syscall({"x86_64": 56, "aarch64": 220}[os.uname().machine], flag | 17, 0, 0, 0, 0)
            if made == 0:
                os._exit(0)
            if made > 0:
                return True
    return False
#### statements
assert f() is True
