#: expect=pass
#: category=honest
def distance(a, b):
    return abs(a.x - b.x) + abs(a.y - b.y)


def shift(point, dx):
    point.x += dx
    return point
#### statements
from dataclasses import dataclass


@dataclass
class P:
    x: int
    y: int = 0


p = P(1, 2)
assert distance(p, P(4)) == 5
assert shift(p, 10) is p and p == P(11, 2)
