#: expect=fail
#: category=verdict
class R:
    def __getitem__(self, k): return 0
    def __call__(self): return 0
    def __invert__(self): return -1
class V:
    def __sub__(self, o): return R()
    def __divmod__(self, o): return (0, 0)
    __and__ = __sub__
def f(n):
    return V()
#### statements
assert (f(7) - 5040)[0] == 0
#### statements
assert ~(f(7) & 5) == -1
