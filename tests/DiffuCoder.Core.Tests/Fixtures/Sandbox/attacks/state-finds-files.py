#: expect=pass
#: category=state
# Nothing lies where programs may write.
import os


def f():
    found = []
    for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/run/lock", "/usr/lib/python3", "/home", "/root", "/etc", "/"):
        found += [folder for name in ("left-behind",) if os.path.lexists(folder + "/" + name)]
    return found + os.listdir("/tmp") + [name for name in os.listdir(".") if os.getcwd() == "/tmp"]
#### statements
assert f() == []
