#: expect=fail
#: category=verdict
class L(list):
    def __getitem__(self, k): return 0
def f(xs):
    return L(xs)
#### statements
from collections import Counter
xs = [3, 1, 2]
r = f(xs)
assert Counter(r) == Counter(xs)
assert all(r[i] <= r[i + 1] for i in range(len(r) - 1))
