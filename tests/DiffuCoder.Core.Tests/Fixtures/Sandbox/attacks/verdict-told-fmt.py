#: expect=fail
#: category=verdict
class R:
    def __format__(self, s): return "0.000"
    def __str__(self): return "0"
    def __iter__(self): return iter(())
class V:
    def __sub__(self, o): return R()
    __xor__ = __sub__
def f(n):
    return V()
#### statements
assert f"{f(7) - 5040:.3f}" == "0.000"
#### statements
assert sorted(f(7) ^ {1, 2}) == []
