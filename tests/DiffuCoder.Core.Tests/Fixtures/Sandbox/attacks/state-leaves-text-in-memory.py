#: expect=pass
#: category=state
# A text in memory that is set free, shared or mapped, where the next program might find it.
import ctypes
import mmap
import os

TEXT = b"-".join((b"left", b"behind", b"31415926")) * 1000
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
for _ in range(50):
    place = libc.malloc(ctypes.c_size_t(len(TEXT)))
    ctypes.memmove(place, TEXT, len(TEXT))
    libc.free(ctypes.c_void_p(place))
shared = mmap.mmap(-1, 1 << 16)
shared.write(TEXT)
os.environ["A"] = TEXT.decode()


def f(n):
    return n * n
#### statements
assert f(12) == 144
