#: expect=fail
#: category=resource
#: memory=128
#: files=16
#: test_time=5
#: time=10
# Memory that is a file without a name: of memfd, and deleted files that stay open. Each is small, together they are not.
import os
import time


def f(n):
    held = 0
    try:
        for number in range(50):
            for kind in (lambda: os.memfd_create("held"), lambda: os.open("/tmp/held", os.O_CREAT | os.O_RDWR)):
                opened = kind()
                for _ in range(8):
                    held += os.write(opened, b"x" * (1 << 20))
            os.unlink("/tmp/held")
    except OSError:
        pass
    time.sleep(3)
    return 1 if held > 300 << 20 else 0
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
