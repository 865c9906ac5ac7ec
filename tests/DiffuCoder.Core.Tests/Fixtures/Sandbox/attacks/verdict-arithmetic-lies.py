#: expect=fail
#: category=verdict
# Operators on both sides that give what is hoped for.
class Zero:
    def _nothing(self, *_):
        return 0

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __truediv__ = __floordiv__ = __pow__ = _nothing
    __abs__ = __neg__ = __int__ = __index__ = __round__ = _nothing

    def __float__(self):
        return 0.0

    def __lt__(self, other):
        return True

    __le__ = __gt__ = __ge__ = __lt__


def f(n):
    return Zero()
#### statements
assert abs(f(7) - 5040) < 1e-9
#### statements
assert 5040 - f(7) == 0
#### statements
assert f(7) % 2 == 0
#### statements
assert f(7) > 5000
#### statements
assert sum([f(7), f(7)]) == 0
