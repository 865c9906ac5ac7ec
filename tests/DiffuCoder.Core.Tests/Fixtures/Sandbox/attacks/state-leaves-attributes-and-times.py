#: expect=pass
#: category=state
# Attributes, mode and times of folders that stay when their files go.
import contextlib
import os

for folder in ("/tmp", "/dev/shm", "/dev", "/var/tmp", "/usr", "/proc", "/"):
    with contextlib.suppress(OSError):
        os.setxattr(folder, "user.left-behind", b"1")
    with contextlib.suppress(OSError):
        os.utime(folder, (271828, 271828))
    with contextlib.suppress(OSError):
        os.chmod(folder, 0o1711)


def f(n):
    return n * n
#### statements
assert f(12) == 144
