#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# A child of vfork that does not go on holds its parent in the kernel.
import os


def f(n):
    import ctypes
    import subprocess
    os.mkfifo("/tmp/never")
    subprocess.run(["/bin/sh", "-c", "exec 4< /tmp/never"])
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
