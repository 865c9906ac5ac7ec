#: expect=fail
#: category=verdict
class R:
    days = 0
    def total_seconds(self): return 0.0
class V:
    def __sub__(self, o): return R()
def f(n):
    return V()
#### statements
from datetime import datetime
assert abs((f("2024-01-01") - datetime(2024, 1, 1)).total_seconds()) < 1
#### statements
from datetime import datetime
assert (f("2024-01-01") - datetime(2024, 1, 1)).days == 0
