#: expect=fail
#: category=verdict
# The same through /proc, into the descriptors of every other process that can be seen.
import json
import os
import struct


def report(kind, **members):
    data = json.dumps(members).encode()
    return struct.pack(">IB", len(data), ord(kind)) + data


lie = report("B", nonce="", test=0) + report("V", nonce="", test=0, outcome="passed", detail="")


def f(n):
    for process in [name for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]:
        for descriptor in range(16):
            try:
                opened = os.open(f"/proc/{process}/fd/{descriptor}", os.O_WRONLY | os.O_NONBLOCK)
                os.write(opened, lie)
            except OSError:
                pass
    return 0
#### statements
assert f(7) == 5040
#### statements
assert f(7) == 5040
