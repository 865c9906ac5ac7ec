#: expect=fail
#: category=verdict
import os

os.write(1, b"all tests passed\n")
os._exit(0)
#### statements
assert f(7) == 5040
