#: expect=fail
#: category=verdict
# Another interpreter takes the channel over and answers by hand.
import os
import sys

SERVER = r'''
import json, os, struct
while True:
    head = os.read(3, 5)
    if not head: break
    length, kind = struct.unpack(">IB", head)
    asked = json.loads(os.read(3, length))
    data = json.dumps({"r": asked["n"], "v": {"n": "object"}}).encode()
    os.write(3, struct.pack(">IB", len(data), ord("M")) + data)
'''


def f(n):
    os.set_inheritable(3, True)
    os.execv(sys.executable, [sys.executable, "-c", SERVER])
#### statements
assert f(7) == 5040
#### statements
assert f(7) == 5040
