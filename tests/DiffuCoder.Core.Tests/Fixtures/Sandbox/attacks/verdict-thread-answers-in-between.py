#: expect=fail
#: category=verdict
#: test_time=2
# A thread writes answers to questions not yet asked while the harness answers the one that was.
import os
import struct
import threading


def flood():
    number = 2
    while True:
        data = b'{"r":%d,"v":{"NotImplemented":null}}' % number
        os.write(3, struct.pack(">IB", len(data), ord("M")) + data)
        number += 1


def f(n):
    threading.Thread(target=flood, daemon=True).start()
    return 0
#### statements
assert f(7) == 5040
#### statements
assert f(8) == 40320
