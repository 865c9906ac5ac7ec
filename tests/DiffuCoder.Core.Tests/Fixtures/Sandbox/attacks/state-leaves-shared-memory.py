#: expect=pass
#: category=state
# Shared memory, a semaphore and a queue with names.
import contextlib
import ctypes
import os

libc = ctypes.CDLL(None)
for number in {"x86_64": ((29, 4096, 0o1666), (64, 1, 0o1666), (68, 0o1666)), "aarch64": ((194, 4096, 0o1666), (190, 1, 0o1666), (186,
    0o1666))}[os.uname().machine]:
    libc.syscall(number[0], 0x1EF7, *number[1:])
with contextlib.suppress(OSError):
    with open("/dev/shm/left-behind", "w") as note:
        note.write("left behind")
libc.sem_open(b"/left-behind", os.O_CREAT, 0o666, 1)
libc.mq_open(b"/left-behind", os.O_CREAT | os.O_RDWR, 0o666, None)


def f(n):
    return n * n
#### statements
assert f(12) == 144
