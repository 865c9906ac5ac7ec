#: expect=fail
#: category=host
# setns into whatever namespace /proc gives a descriptor of.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    for process in [name for name in os.listdir("/proc") if name.isdigit()]:
        for kind in ("user", "mnt", "net", "pid", "ipc", "uts", "cgroup"):
            try:
                space = os.open(f"/proc/{process}/ns/{kind}", os.O_RDONLY)
            except OSError:
                continue
            if libc.setns(space, 0) == 0:
                return True
            os.close(space)
    return False
#### statements
assert f() is True
