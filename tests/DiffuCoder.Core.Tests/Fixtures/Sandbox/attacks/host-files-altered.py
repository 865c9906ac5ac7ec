#: expect=fail
#: category=host
# Mode, owner, times, attributes, names and contents of the system's files stay.
import os


def f():
    done = []
    path = "/usr/bin/env"
    for name, change in (
        ("chmod", lambda: os.chmod(path, 0o755)), ("chown", lambda: os.chown(path, os.getuid(), os.getgid())), ("times", lambda: os.utime(path, (1,
            1))),
        ("attribute", lambda: os.setxattr(path, "user.mark", b"1")), ("rename", lambda: os.rename(path, path + "2")), ("unlink",
            lambda: os.unlink(path)),
        ("truncate", lambda: os.truncate(path, 0)), ("write", lambda: os.open(path, os.O_RDWR)), ("link", lambda: os.link(path, "/tmp/env")),
        ("remove", lambda: os.rmdir("/usr/lib")), ("symlink", lambda: os.symlink("/tmp", "/usr/link")), ("fifo", lambda: os.mkfifo("/usr/fifo")),
    ):
        try:
            change()
            done.append(name)
        except OSError:
            pass
    print(done)
    return bool(done)
#### statements
assert f() is True
