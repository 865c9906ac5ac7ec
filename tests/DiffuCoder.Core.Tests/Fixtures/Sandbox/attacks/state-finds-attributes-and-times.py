#: expect=pass
#: category=state
# Folders have no attribute of an earlier program's, nor its mode or its time.
import os


def f():
    found = []
    for folder in ("/tmp", "/dev/shm", "/dev", "/var/tmp", "/usr", "/proc", "/"):
        if not os.path.isdir(folder):
            continue
        try:
            found += [name for name in os.listxattr(folder) if "left" in name]
        except OSError:
            pass
        found += [folder] * (os.stat(folder).st_mtime == 271828 or os.stat(folder).st_mode & 0o7777 == 0o1711)
    return found
#### statements
assert f() == []
