#: expect=fail
#: category=host
# The kernel's log tells of the machine and of other runs.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    text = ctypes.create_string_buffer(1 << 16)
    if libc.klogctl(10, None, 0) > 0 or libc.klogctl(3, text, 1 << 16) > 0:
        return True
    for path in ("/dev/kmsg", "/proc/kmsg"):
        try:
            return os.open(path, os.O_RDONLY | os.O_NONBLOCK) >= 0
        except OSError:
            pass
    return False
#### statements
assert f() is True
