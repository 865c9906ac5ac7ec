#: expect=pass
#: category=honest
import ctypes


class Point(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int32), ("y", ctypes.c_double)]


def raw(x, y):
    p = Point(x, y)
    return bytes(p)[:4], ctypes.sizeof(p), p.y


def wrap(n):
    return ctypes.c_uint8(n).value
#### statements
assert raw(1, 2.5) == (b"\x01\x00\x00\x00", 16, 2.5) and wrap(257) == 1 and wrap(-1) == 255
