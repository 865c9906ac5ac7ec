#: expect=fail
#: category=verdict
# One frame of a kind that has no place here, at import, between the answers of an honest harness.
import os
import struct

sent = 0


def f(n):
    data = b'{"nonce":"","test":0,"outcome":"passed","detail":"","r":2,"v":5040,"answer":"true"}'
    os.write(3, struct.pack(">IB", len(data), (b"VBAEDHRK\0\xff")[n]) + data)
    return 0
#### statements
assert f(0) == 5040
#### statements
assert f(1) == 5040
#### statements
assert f(2) == 5040
#### statements
assert f(3) == 5040
#### statements
assert f(4) == 5040
#### statements
assert f(8) == 5040
#### statements
assert f(9) == 5040
