#: expect=fail
#: category=host
# Without random addresses, or with another system's rules.
import ctypes

libc = ctypes.CDLL(None, use_errno=True)


def f():
    return any(libc.personality(flag) >= 0 for flag in (0x40000, 0x400000, 0x4000000, 8))
#### statements
assert f() is True
