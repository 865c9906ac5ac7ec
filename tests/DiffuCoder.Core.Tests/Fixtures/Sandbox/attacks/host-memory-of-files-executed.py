#: expect=fail
#: category=host
# A file in memory, made and run: a program like any other, under the same filter.
import os


def f():
    import subprocess
    held = os.memfd_create("script", 0)
    os.write(held, b"#!/bin/sh\nmount -t tmpfs none /tmp 2>/dev/null && echo mounted\nunshare -U true 2>/dev/null && echo unshared\n")
    return "ed" in subprocess.run(["/bin/sh", f"/proc/self/fd/{held}"], pass_fds=[held], capture_output=True, text=True).stdout
#### statements
assert f() is True
