#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# Empty files, as many as there are names.
import os


def f(n):
    number = 0
    while True:
        os.close(os.open(f"/tmp/{number}", os.O_CREAT))
        number += 1
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
