#: expect=fail
#: category=host
# Mounts by the old call and the new ones, and taking one away.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    os.makedirs("/tmp/m", exist_ok=True)
    for kind in (b"tmpfs", b"proc", b"sysfs", b"overlay", b"cgroup2", b"mqueue"):
        if libc.mount(b"none", b"/tmp/m", kind, 0, None) == 0:
            return True
    if libc.mount(b"/", b"/tmp/m", None, 4096, None) == 0 or libc.mount(None, b"/usr", None, 32, None) == 0:
        return True
    if libc.umount2(b"/proc", 2) == 0 or libc.umount2(b"/tmp", 2) == 0:
        return True
    return any(libc.syscall(number, *values) >= 0 for number, values in ((428, (-100, b"/", 1)), (430, (b"tmpfs", 0)), (433, (-100, b"/", 0))))
#### statements
assert f() is True
