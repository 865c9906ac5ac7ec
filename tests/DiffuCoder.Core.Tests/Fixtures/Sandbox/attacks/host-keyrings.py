#: expect=fail
#: category=host
# Keys outlive the process; those of the user are one ring for all of its runs.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    column = {"x86_64": (248, 250), "aarch64": (217, 219)}[os.uname().machine]
    for ring in (-1, -2, -3, -4, -5):
        if libc.syscall(column[0], b"user", b"mark", b"left", 4, ring) >= 0 or libc.syscall(column[1], 0, ring, 1) >= 0:
            return True
    return libc.syscall(column[1], 1, b"session") >= 0
#### statements
assert f() is True
