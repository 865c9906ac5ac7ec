"""Frames on a descriptor: four bytes of length, one of kind, then the payload. The host, the templates and their children all speak it."""
import os
import struct

HEAD = struct.Struct(">IB")


class Broken(Exception):
    """The other side went away, or sent what is no frame."""


def read_exactly(descriptor, count):
    parts = []
    while count:
        try:
            part = os.read(descriptor, min(count, 1 << 20))
        except OSError as error:
            raise Broken(f"the channel failed: {error}") from error
        if not part:
            raise Broken("the channel was closed")
        parts.append(part)
        count -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def read_frame(descriptor, limit=1 << 31):
    length, kind = HEAD.unpack(read_exactly(descriptor, HEAD.size))
    if length > limit:
        raise Broken(f"a frame of {length} bytes")
    return chr(kind), read_exactly(descriptor, length) if length else b""


def frame(kind, payload):
    return HEAD.pack(len(payload), ord(kind)) + payload


def write_all(descriptor, data):
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(descriptor, view):]
        except OSError as error:
            raise Broken(f"the channel failed: {error}") from error


def write_frame(descriptor, kind, payload=b""):
    write_all(descriptor, frame(kind, payload))
