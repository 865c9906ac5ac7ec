#: expect=fail
#: category=verdict
# A detail of many bytes, which a report must not carry on as it is.
import json
import os
import struct


def take(count):
    data = b""
    while len(data) < count:
        part = os.read(3, count - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def hear():
    length, kind = struct.unpack(">IB", take(5))
    return chr(kind), json.loads(take(length))


def say(payload, kind="M"):
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    data = memoryview(struct.pack(">IB", len(data), ord(kind)) + data)
    while data:
        data = data[os.write(3, data):]


say({"outcome": "raised", "detail": "\0\x1b[2J\ud83d" + "x" * (4 << 20)}, "P")
os._exit(0)
#### statements
assert f(7) == 5040
