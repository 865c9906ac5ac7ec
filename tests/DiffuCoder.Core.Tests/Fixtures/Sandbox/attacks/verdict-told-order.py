#: expect=fail
#: category=verdict
class I(int):
    def __le__(self, o): return True
    __lt__ = __ge__ = __gt__ = __le__
def f(xs):
    return [I(x) for x in xs]
#### statements
from collections import Counter
xs = [3, 1, 2]
r = f(xs)
assert all(a <= b for a, b in zip(r, r[1:]))
assert Counter(r) == Counter(xs)
