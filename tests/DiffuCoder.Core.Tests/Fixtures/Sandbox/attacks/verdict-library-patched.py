#: expect=fail
#: category=verdict
# The libraries that tests and the harness use, replaced in the program's own process.
import copy
import json
import math
import struct

math.isclose = lambda *a, **k: True
copy.deepcopy = lambda value, memo=None: value
json.dumps = lambda *a, **k: '{"r": 2, "v": 1}'
json.loads = lambda *a, **k: {"o": "call", "h": 0, "a": [], "k": {}, "n": 2}
struct.pack = lambda *a: b"\0\0\0\0M"


def f(n):
    return 0
#### statements
import math
assert math.isclose(f(7), 5040)
#### statements
import json
assert json.dumps(f(7)) == "5040"
