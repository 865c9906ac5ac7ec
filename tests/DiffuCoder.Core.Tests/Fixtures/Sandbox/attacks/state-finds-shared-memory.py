#: expect=pass
#: category=state
# No memory, semaphore or queue is there already.
import os


def f():
    found = []
    for kind in ("shm", "sem", "msg"):
        if os.path.exists("/proc/sysvipc/" + kind):
            with open("/proc/sysvipc/" + kind) as table:
                found += table.read().split("\n")[1:-1]
    return found + [name for name in (os.listdir("/dev/shm") if os.path.isdir("/dev/shm") else []) if "left" in name]
#### statements
assert f() == []
