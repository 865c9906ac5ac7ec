#: expect=fail
#: category=verdict
class I(str):
    def __lt__(self, o): return True
    __le__ = __lt__
def f(xs):
    return [I(x) for x in xs]
#### statements
xs = ["b", "a"]
r = f(xs)
assert all(a <= b for a, b in zip(r, r[1:])) and set(r) == set(xs)
