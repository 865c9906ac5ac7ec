#: expect=fail
#: category=verdict
#: test_time=1.5
#: time=4
# A program that reads its channel itself and says nothing.
import os

while os.read(3, 1 << 16):
    pass
#### statements
assert f(7) == 5040
