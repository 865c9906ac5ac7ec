#: expect=pass
#: category=honest
class Length:
    def __init__(self, metres):
        self.metres = metres

    def __add__(self, other):
        return Length(self.metres + getattr(other, "metres", other))

    __radd__ = __add__

    def __eq__(self, other):
        return self.metres == getattr(other, "metres", other)

    def __lt__(self, other):
        return self.metres < getattr(other, "metres", other)
#### statements
class Feet:
    def __init__(self, feet):
        self.metres = feet * 0.5


assert Length(1) + Feet(2) == 2 and 3 + Length(1) == Length(4) and Length(1) < Feet(4) and Length(1) == Feet(2)
assert sorted([Length(3), Length(1)])[0] == 1 and sum([Length(1), Length(2)]) == 3 and Length(2) in [Feet(1), Feet(4)]
