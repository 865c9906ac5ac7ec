#: expect=pass
#: category=honest
class Point:
    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        return self.x == other.x


def as_keys(items):
    return {item: 1 for item in items}
#### statements
assert Point(1) == Point(1) and Point(1) in [Point(0), Point(1)] and [Point(2)].index(Point(2)) == 0
try:
    {Point(1)}
    assert False
except TypeError as error:
    assert "unhashable" in str(error)
try:
    as_keys([[]])
    assert False
except TypeError:
    pass
