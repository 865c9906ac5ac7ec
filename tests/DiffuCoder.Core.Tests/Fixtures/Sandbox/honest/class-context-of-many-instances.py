#: expect=pass
#: category=honest
class Vector:
    instances = 0

    def __init__(self, *values):
        type(self).instances += 1
        self.values = values

    def __iter__(self):
        return iter(self.values)

    def __eq__(self, other):
        return tuple(self) == tuple(other)

    def dot(self, other):
        return sum(a * b for a, b in zip(self, other))

    def map(self, function):
        return Vector(*map(function, self))


class Unit(Vector):
    instances = 0
#### statements
v = Vector(1, 2, 3)
assert v.dot((4, 5, 6)) == 32 and v.map(lambda x: x * 10) == [10, 20, 30] and v.dot(v.map(float)) == 14.0
Unit(1)
assert Unit.instances == 1 and Vector.instances == 3
a, b, c = v
assert (a, b, c) == (1, 2, 3) and max(v) == 3 and sorted(v, reverse=True) == [3, 2, 1] and dict(enumerate(v)) == {0: 1, 1: 2, 2: 3}
