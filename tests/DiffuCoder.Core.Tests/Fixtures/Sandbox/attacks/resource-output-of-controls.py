#: expect=pass
#: category=resource
#: test_time=1.5
#: time=8
# Output that would colour, clear and rename a terminal.
import os


def f(n):
    os.write(1, b"\x1b[2J\x1b]0;taken\x07\x00\xff\xfe\x1b[6n" * 100)
    return 1
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
