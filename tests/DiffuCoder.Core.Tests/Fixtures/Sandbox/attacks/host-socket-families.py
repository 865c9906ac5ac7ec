#: expect=fail
#: category=host
# Families of sockets that know no network namespace or reach deep into the kernel.
import socket


def f():
    opened = []
    for family in set(range(3, 46)) - {socket.AF_INET6}:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
            try:
                socket.socket(family, kind).close()
                opened.append(family)
            except OSError:
                pass
    print(opened)
    return bool(opened)
#### statements
assert f() is True
