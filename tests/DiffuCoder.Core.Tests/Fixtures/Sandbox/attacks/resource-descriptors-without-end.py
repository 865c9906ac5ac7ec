#: expect=pass
#: category=resource
#: test_time=1.5
#: time=8
# Descriptors until there are no more; the harness needs none to answer.
import os


def f(n):
    try:
        while True:
            os.open("/dev/null", os.O_RDONLY)
    except OSError:
        return 1
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
