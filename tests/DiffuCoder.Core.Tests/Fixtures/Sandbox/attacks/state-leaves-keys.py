#: expect=pass
#: category=state
# A key in each ring.
import ctypes
import os

number = {"x86_64": 248, "aarch64": 217}[os.uname().machine]
for ring in (-1, -2, -3, -4, -5):
    ctypes.CDLL(None).syscall(number, b"user", b"left-behind", b"1", 1, ring)


def f(n):
    return n * n
#### statements
assert f(12) == 144
