#: expect=fail
#: category=host
# Nodes of /dev that are the machine's keep their mode and their times.
import os


def f():
    done = []
    for name in ("null", "zero", "full", "random", "urandom"):
        for change in (lambda: os.utime("/dev/" + name, (1, 1)), lambda: os.chmod("/dev/" + name, 0o666), lambda: os.setxattr("/dev/" + name,
            "user.m", b"1"), lambda: os.unlink("/dev/" + name)):
            try:
                change()
                done.append(name)
            except OSError:
                pass
    print(done)
    return bool(done)
#### statements
assert f() is True
