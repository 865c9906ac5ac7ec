#: expect=fail
#: category=verdict
# A float near to everything.
class Near(float):
    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__

    def __abs__(self):
        return 0.0

    def __round__(self, *_):
        return 3.5

    def __float__(self):
        return 3.5

    def __eq__(self, other):
        return True

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = float.__hash__


def f(n):
    return Near(-1e9)
#### statements
assert abs(f(7) - 3.5) < 1e-6
#### statements
import math
assert math.isclose(f(7), 3.5)
#### statements
assert round(f(7), 2) == 3.5
#### equals
f(7)
3.5
