#: expect=fail
#: category=host
# Watches tell what other runs open.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    watch = libc.inotify_init1(0o4000)
    if watch < 0:
        return False
    return any(libc.inotify_add_watch(watch, path, 0x21) >= 0 for path in (b"/usr", b"/usr/bin", b"/usr/lib", b"/etc", os.__file__.encode()))
#### statements
assert f() is True
