#: expect=fail
#: category=host
# TIOCSTI types for whoever reads the terminal next.
import os


def f():
    import fcntl
    import termios
    descriptors = [0, 1, 2]
    for path in ("/dev/tty", "/dev/console", "/proc/1/fd/0"):
        try:
            descriptors.append(os.open(path, os.O_RDWR | os.O_NOCTTY))
        except OSError:
            pass
    for descriptor in descriptors:
        for request in (termios.TIOCSTI, termios.TIOCSCTTY):
            try:
                fcntl.ioctl(descriptor, request, b"x")
                return True
            except OSError:
                pass
    return False
#### statements
assert f() is True
