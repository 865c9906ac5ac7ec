#: expect=fail
#: category=verdict
# A byte out of band on a stream of AF_UNIX moves the reader's place, where the kernel knows such bytes.
import os
import socket


def f(n):
    channel = socket.socket(fileno=os.dup(3))
    try:
        channel.send(b"\0\0\0\0M!", socket.MSG_OOB)
        channel.send(b"!", socket.MSG_OOB)
    except OSError:
        os.write(3, b"!")
    return 0
#### statements
assert f(7) == 5040
#### statements
assert f(7) == 5040
