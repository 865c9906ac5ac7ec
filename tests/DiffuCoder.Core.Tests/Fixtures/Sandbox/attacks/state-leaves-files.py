#: expect=pass
#: category=state
# Files where any later program may look.
import contextlib

for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/run/lock", "/usr/lib/python3", "/home", "/root", "/etc", "/"):
    with contextlib.suppress(OSError):
        with open(folder + "/left-behind", "w") as note:
            note.write("left behind")


def f(n):
    return n * n
#### statements
assert f(12) == 144
