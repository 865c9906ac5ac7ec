#: expect=pass
#: category=honest
import hashlib
import hmac


def hasher(*parts):
    h = hashlib.md5()
    for part in parts:
        h.update(part)
    return h


def sign(key, message):
    return hmac.new(key, message, "sha1").digest()
#### statements
h = hasher(b"a", b"b")
assert h.hexdigest() == "187ef4436122d1cc2f40dc2b92f0eba0" and h.digest_size == 16 and h.name == "md5"
h.update(b"c")
assert h.hexdigest() == "900150983cd24fb0d6963f7d28e17f72" and len(sign(b"k", b"m")) == 20
