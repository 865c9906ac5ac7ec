#: expect=fail
#: category=host
# Folders outside of the private one take no file.
import os


def f():
    made = []
    for folder in ("/", "/usr", "/usr/bin", "/usr/lib", "/usr/lib/python3", "/usr/local", "/etc", "/bin", "/lib", "/root", "/home", "/var", "/opt",
        "/srv", "/run", "/sys", "/proc",
                   "/dev", "/sys/fs/cgroup", "/proc/self", "/boot", "/mnt", "/media"):
        path = folder + "/mark-of-a-program"
        try:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
            os.unlink(path)
            made.append(folder)
        except OSError:
            pass
    print(made)
    return bool(set(made) - {"/dev", "/run", "/"})
#### statements
assert f() is True
