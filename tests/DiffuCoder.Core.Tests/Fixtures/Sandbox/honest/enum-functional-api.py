#: expect=pass
#: category=honest
from enum import Enum, IntEnum

Colour = Enum("Colour", "RED GREEN BLUE")
Size = IntEnum("Size", {"S": 1, "L": 3})


def next_colour(c):
    return Colour(c.value % 3 + 1)
#### statements
assert next_colour(Colour.BLUE) is Colour.RED and [c.value for c in Colour] == [1, 2, 3] and Size.L == 3 and Size["S"] < Size.L
