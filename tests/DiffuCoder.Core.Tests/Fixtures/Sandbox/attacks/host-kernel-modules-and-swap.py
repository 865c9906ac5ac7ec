#: expect=fail
#: category=host
# Calls that only an administrator has, with arguments that do nothing.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    numbers = {"x86_64": (175, 313, 246, 167, 163, 179), "aarch64": (105, 273, 104, 224, 89, 60)}[os.uname().machine]
    return any(libc.syscall(number, 0, 0, 0, 0) == 0 for number in numbers)
#### statements
assert f() is True
