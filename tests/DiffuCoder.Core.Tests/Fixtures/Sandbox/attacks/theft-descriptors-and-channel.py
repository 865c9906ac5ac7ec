#: expect=fail
#: category=theft
# What waits in any descriptor, the channel's own next bytes among them.
import os
import re
import select
import socket


def f(n):
    seen = b""
    try:
        seen += socket.socket(fileno=os.dup(3)).recv(1 << 20, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except OSError:
        pass
    for descriptor in [0, 1, 2] + list(range(4, 64)):
        try:
            if select.select([descriptor], [], [], 0)[0]:
                seen += os.read(descriptor, 1 << 20)
        except (OSError, ValueError):
            pass
    match = re.search(b"TREASURE" + rb"-\d{7}", seen)
    return match[0].decode() if match else "nothing"
#### statements
assert f(7) == "TREASURE-2718281"
