#: expect=fail
#: category=theft
# The heap that was inherited, with all that was set free in it.
import ctypes
import re

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p


def f(n):
    for size in [24, 56, 120, 248, 504, 1016, 2040, 4088, 8184, 65536, 1 << 18] * 20:
        place = libc.malloc(ctypes.c_size_t(size))
        match = re.search(b"TREASURE" + rb"-\d{7}", ctypes.string_at(place, size))
        if match:
            return match[0].decode()
    return "nothing"
#### statements
assert f(7) == "TREASURE-2718281"
