#: expect=fail
#: category=host
# Packets of one's own making.
import socket


def f():
    for family, protocol in ((socket.AF_INET, 1), (socket.AF_INET, 255), (socket.AF_INET6, 58), (socket.AF_INET, 6)):
        try:
            socket.socket(family, socket.SOCK_RAW, protocol)
            return True
        except OSError:
            pass
    plain = socket.socket()
    for level, option in ((socket.SOL_SOCKET, 36), (socket.SOL_IP, 19)):
        try:
            plain.setsockopt(level, option, 1)
            return True
        except OSError:
            pass
    return False
#### statements
assert f() is True
