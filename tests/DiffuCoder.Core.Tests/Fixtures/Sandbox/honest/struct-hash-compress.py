#: expect=pass
#: category=honest
import base64
import binascii
import hashlib
import struct
import zlib


def pack(records):
    body = b"".join(struct.pack("<Hf", a, b) for a, b in records)
    return zlib.compress(struct.pack(">I", len(records)) + body)


def unpack(data):
    data = zlib.decompress(data)
    (n,) = struct.unpack_from(">I", data)
    return [struct.unpack_from("<Hf", data, 4 + 6 * i) for i in range(n)]


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()
#### statements
import hashlib
records = [(1, 0.5), (65535, -2.25)]
assert unpack(pack(records)) == records and digest("abc") == hashlib.sha256(b"abc").hexdigest() and digest("").startswith("e3b0c442")
