#: expect=pass
#: category=honest
from collections import namedtuple

Point = namedtuple("Point", "x y")


class Pixel(namedtuple("Pixel", ["x", "y", "colour"], defaults=["black"])):
    def moved(self, dx=0, dy=0):
        return self._replace(x=self.x + dx, y=self.y + dy)


def middle(a, b):
    return Point((a.x + b.x) / 2, (a.y + b.y) / 2)
#### statements
p = Point(1, 2)
assert p == (1, 2) and p.x == 1 and p._fields == ("x", "y") and p._asdict() == {"x": 1, "y": 2}
x, y = p
assert (x, y) == p and middle(Point(0, 0), Point(2, 4)) == Point(1.0, 2.0) and p._replace(y=9) == (1, 9)
#### statements
q = Pixel(1, 2).moved(dy=5)
assert q == (1, 7, "black") and q.colour == "black" and isinstance(q, tuple) and type(q) is Pixel
assert repr(p) == "Point(x=1, y=2)"
