"""Frames on a descriptor: four bytes of length, one of kind, then the payload. The host, the harness inside and its children all speak it."""
import os
import struct

HEAD = struct.Struct(">IB")
FRAGMENT = 1 << 20  # a longer message is cut, so that its reader learns early when it is too long


class Broken(BaseException):
    """The other side went away, or sent what has no meaning. No `except Exception` of a test may swallow it."""


class Closed(Broken):
    """The other side went away: whoever watches its process knows better why."""


def read_exactly(descriptor, count):
    parts = []
    while count:
        try:
            part = os.read(descriptor, min(count, FRAGMENT))
        except OSError as error:
            raise Closed(f"the channel failed: {error}") from None
        if not part:
            raise Closed("the channel was closed")
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
            raise Closed(f"the channel failed: {error}") from None


def write_frame(descriptor, kind, payload=b""):
    write_all(descriptor, frame(kind, payload))


def write_message(descriptor, data):
    """A message between the program and its tests: frames of kind `m` while more follows, then one of kind `M`."""
    if len(data) > FRAGMENT:
        view = memoryview(data)
        while len(view) > FRAGMENT:
            write_frame(descriptor, "m", view[:FRAGMENT])
            view = view[FRAGMENT:]
        data = bytes(view)
    write_frame(descriptor, "M", data)


def read_message(descriptor, limit):
    """The whole of a message that takes at most `limit` bytes."""
    kind, part = read_frame(descriptor, FRAGMENT)
    if kind == "M":
        return part
    parts, total = [], 0
    while kind == "m":
        parts.append(part)
        total += len(part)
        if total > limit:
            raise Broken(f"a value of more than {limit} bytes")
        kind, part = read_frame(descriptor, FRAGMENT)
    if kind != "M":
        raise Broken(f"a frame of kind {kind!r}")
    parts.append(part)
    return b"".join(parts)
