#: expect=pass
#: category=state
# Locks, leases and watches, held on by a process that nobody waits for.
import contextlib
import ctypes
import fcntl
import os
import time

libc = ctypes.CDLL(None)
if os.fork() == 0:
    os.close(3)
    os.setsid()
    for path in ("/usr/bin/env", "/usr/bin/python3", os.__file__):
        held = os.open(path, os.O_RDONLY)
        for lock in (lambda: fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB), lambda: fcntl.lockf(held, fcntl.LOCK_SH | fcntl.LOCK_NB),
            lambda: fcntl.fcntl(held, 1024, 0)):
            with contextlib.suppress(OSError):
                lock()
    libc.inotify_add_watch(libc.inotify_init1(0), b"/usr/bin", 0x21)
    time.sleep(600)


def f(n):
    return n * n
#### statements
assert f(12) == 144
