#: expect=fail
#: category=verdict
# The shape of a passed test, written to whatever is open.
import json
import os
import struct


def report(kind, **members):
    data = json.dumps(members).encode()
    return struct.pack(">IB", len(data), ord(kind)) + data


lie = report("B", nonce="", test=0) + report("V", nonce="", test=0, outcome="passed", detail="")
for descriptor in range(256):
    if descriptor != 3:
        try:
            os.write(descriptor, lie)
        except OSError:
            pass


def f(n):
    return 0
#### statements
assert f(7) == 5040
