#: expect=fail
#: category=verdict
class I(int):
    def __sub__(self, o): return 1
def f(n):
    return [I(5), I(9), I(0)]
#### statements
r = f(3)
assert all(b - a == 1 for a, b in zip(r, r[1:]))
