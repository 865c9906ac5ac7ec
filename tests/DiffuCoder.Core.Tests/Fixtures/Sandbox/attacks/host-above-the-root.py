#: expect=fail
#: category=host
# Upward from the root, along descriptors, links and /proc.
import os


def f():
    above = os.open("/", os.O_RDONLY)
    for _ in range(64):
        below = above
        above = os.open("..", os.O_RDONLY, dir_fd=below)
        os.close(below)
    same = os.fstat(above)[1:3] == os.stat("/")[1:3]
    reached = []
    for path in ("/proc/1/root", "/proc/self/root/../../..", "/proc/thread-self/root/.."):
        try:
            reached.append(os.stat(path)[1:3] != os.stat("/")[1:3])
        except OSError:
            pass
    return not same or any(reached)
#### statements
assert f() is True
