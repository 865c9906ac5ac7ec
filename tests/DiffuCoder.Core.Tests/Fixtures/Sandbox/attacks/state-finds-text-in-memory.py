#: expect=pass
#: category=state
# Fresh memory, the heap and the environment hold nothing that an earlier program wrote.
import ctypes
import mmap
import os


def f():
    mark = b"behind" + b"-31415926"
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    found = 0
    for _ in range(200):
        place = libc.malloc(ctypes.c_size_t(12000))
        found += mark in ctypes.string_at(place, 12000)
    return found + (mark in mmap.mmap(-1, 1 << 22)[:]) + any(mark.decode() in value for value in os.environ.values())
#### statements
assert f() == 0
