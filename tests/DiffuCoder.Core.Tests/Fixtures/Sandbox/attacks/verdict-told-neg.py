#: expect=fail
#: category=verdict
class R:
    def __neg__(self): return 0
class V:
    def __sub__(self, o): return R()
def f(n):
    return V()
#### statements
assert abs(-(f(7) - 5040)) < 1e-9
