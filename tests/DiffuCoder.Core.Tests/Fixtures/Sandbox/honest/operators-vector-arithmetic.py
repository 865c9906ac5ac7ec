#: expect=pass
#: category=honest
import math


class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Vector({self.x!r}, {self.y!r})"

    def __eq__(self, other):
        return isinstance(other, Vector) and (self.x, self.y) == (other.x, other.y)

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)

    __rmul__ = __mul__

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __abs__(self):
        return math.hypot(self.x, self.y)

    def __bool__(self):
        return bool(self.x or self.y)
#### statements
a, b = Vector(3, 4), Vector(1, -1)
assert a + b == Vector(4, 3) and a - b == Vector(2, 5)
assert a * 2 == Vector(6, 8) == 2 * a
assert a @ b == -1 and abs(a) == 5.0
assert a and not Vector(0, 0)
assert repr(a) == "Vector(3, 4)"
assert sum([a, b], Vector(0, 0)) == Vector(4, 3)
