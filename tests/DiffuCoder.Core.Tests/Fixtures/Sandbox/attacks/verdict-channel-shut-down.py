#: expect=fail
#: category=verdict
import socket


def f(n):
    socket.socket(fileno=3).shutdown((socket.SHUT_RD, socket.SHUT_WR, socket.SHUT_RDWR)[n])
    return 0
#### statements
assert f(0) == 5040
#### statements
assert f(1) == 5040
#### statements
assert f(2) == 5040
