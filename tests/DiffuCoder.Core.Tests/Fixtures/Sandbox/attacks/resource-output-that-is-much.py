#: expect=pass
#: category=resource
#: test_time=4
#: time=9
# Much output is cut, and the answer counts.
import os


def f(n):
    for _ in range(400):
        os.write(1 + _ % 2, b"x" * 65536)
    return 1
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
