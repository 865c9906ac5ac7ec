#: expect=fail
#: category=resource
#: memory=256
#: test_time=4
#: time=8
# A few bytes that become many.
import zlib


def f(n):
    packed = zlib.compress(b"\0" * (64 << 20), 9)
    held = [zlib.decompress(packed) for _ in range(40)]
    return 1
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
