#: expect=fail
#: category=host
# A lease makes whoever opens the file wait.
import os


def f():
    import fcntl
    for path in ("/usr/bin/env", "/usr/lib/os-release", os.__file__, "/dev/null"):
        for kind in (fcntl.F_RDLCK, fcntl.F_WRLCK):
            try:
                fcntl.fcntl(os.open(path, os.O_RDONLY), 1024, kind)
                return True
            except OSError:
                pass
    return False
#### statements
assert f() is True
