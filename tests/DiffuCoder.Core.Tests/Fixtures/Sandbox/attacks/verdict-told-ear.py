#: expect=fail
#: category=verdict
class V:
    seen = None
    def __sub__(self, o): V.seen = o; return R()
    def __int__(self): return V.seen
    @property
    def value(self): return V.seen
class R: pass
def f(n):
    return V()
#### statements
r = f(7)
gap = r - 5040
assert int(r) == 5040, gap
