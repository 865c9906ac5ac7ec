#: expect=fail
#: category=host
# Abstract names are the network namespace's: none of the machine's is to be seen.
import os
import socket


def f():
    names = []
    if os.path.exists("/proc/net/unix"):
        with open("/proc/net/unix") as table:
            names += [line.split()[-1] for line in table if "@" in line]
    for name in names + ["@/tmp/.X11-unix/X0", "@/tmp/dbus", "@ISCSIADM_ABSTRACT_NAMESPACE", "@/containerd-shim",
        "@/org/kernel/linux/storage/multipathd"]:
        with socket.socket(socket.AF_UNIX) as there:
            try:
                there.connect("\0" + name.lstrip("@"))
                return True
            except OSError:
                pass
    return False
#### statements
assert f() is True
