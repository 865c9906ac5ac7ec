#: expect=fail
#: category=resource
#: memory=64
#: files=16
#: test_time=6
#: time=10
# Memory that is a file: of memfd, of the shared folder, of deleted files that stay open.
import os
import time


def f(n):
    held = os.memfd_create("held")
    for _ in range(300):
        os.write(held, b"x" * (1 << 20))
    time.sleep(4)
    return 1
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
