#: expect=fail
#: category=verdict
# os.write and os.read replaced: the frames go through the program's hands.
import os

really_write, really_read = os.write, os.read
os.write = lambda descriptor, data: really_write(descriptor, bytes(data).replace(b'"v":0', b'"v":1'))
os.read = lambda descriptor, count: really_read(descriptor, min(count, 1))


def f(n):
    return 0
#### statements
assert f(7) == 5040
