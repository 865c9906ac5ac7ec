#: expect=fail
#: category=theft
# The descriptors of other processes, opened anew through /proc.
import os
import re


def f(n):
    seen = b""
    for process in [name for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]:
        for name in ("cmdline", "environ", "stack", "syscall", "task", "map_files"):
            try:
                with open(f"/proc/{process}/{name}", "rb") as said:
                    seen += said.read(1 << 20)
            except OSError:
                pass
        for descriptor in range(32):
            try:
                seen += os.read(os.open(f"/proc/{process}/fd/{descriptor}", os.O_RDONLY | os.O_NONBLOCK), 1 << 20)
            except OSError:
                pass
    match = re.search(b"TREASURE" + rb"-\d{7}", seen)
    return match[0].decode() if match else "nothing"
#### statements
assert f(7) == "TREASURE-2718281"
