#: expect=fail
#: category=verdict
# Descriptors ride on the bytes of an answer, more than a process may hold; the reader never asks for them.
import array
import os
import socket
import struct


def f(n):
    channel = socket.socket(fileno=os.dup(3))
    held = [os.open("/dev/null", os.O_RDONLY) for _ in range(30)]
    for _ in range(20):
        data = b'{"o":"call","f":-1,"a":[],"k":{},"n":1}'
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", held))]
        channel.sendmsg([struct.pack(">IB", len(data), ord("M")) + data], rights)
    return 0
#### statements
assert f(7) == 5040
#### statements
assert f(7) == 5040
