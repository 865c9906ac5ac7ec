#: expect=pass
#: category=honest
class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y
#### statements
p = Point(1, 2)
p.x = 10
assert (p.x, p.y) == (10, 2)
try:
    p.z = 3
    assert False
except AttributeError:
    pass
#### statements
assert not hasattr(Point(0, 0), "__dict__")
assert Point.__slots__ == ("x", "y")
