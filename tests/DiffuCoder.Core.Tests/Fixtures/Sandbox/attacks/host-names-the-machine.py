#: expect=fail
#: category=host
# Host and domain names belong to the machine.
import ctypes
import socket

libc = ctypes.CDLL(None, use_errno=True)


def f():
    try:
        socket.sethostname("taken")
        return True
    except OSError:
        return libc.setdomainname(b"taken", 5) == 0
#### statements
assert f() is True
