#: expect=fail
#: category=verdict
class L(list):
    def __iter__(self): return iter([1, 2, 3]) if self.n() else iter([3, 1, 2])
    k = 0
    def n(self):
        L.k += 1
        return L.k > 1
def f(xs):
    return L(xs)
#### statements
r = f([3, 1, 2])
assert set(r) == {1, 2, 3}
s = list(r)
assert s == [1, 2, 3]
