#: expect=fail
#: category=verdict
import os
import socket


def f(n):
    if n == 0:
        os.close(3)
    elif n == 1:
        os.dup2(os.open("/dev/null", os.O_RDWR), 3)
    elif n == 2:
        os.dup2(socket.socketpair()[0].detach(), 3)
    else:
        os.closerange(0, 1 << 16)
    return 0
#### statements
assert f(0) == 5040
#### statements
assert f(1) == 5040
#### statements
assert f(3) == 5040
