#: expect=pass
#: category=host
# Addresses of this machine are the loopback's and one for documentation.
import ctypes
import socket

libc = ctypes.CDLL(None, use_errno=True)


def f():
    import fcntl
    import struct
    room = bytearray(4096)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        place = ctypes.addressof((ctypes.c_char * len(room)).from_buffer(room))
        used = struct.unpack("iL", fcntl.ioctl(asking, 0x8912, struct.pack("iL", len(room), place)))[0]
    return sorted({socket.inet_ntoa(bytes(room[at + 20:at + 24])) for at in range(0, used, 40)} - {"127.0.0.1", "192.0.2.1"})
#### statements
assert f() == []
