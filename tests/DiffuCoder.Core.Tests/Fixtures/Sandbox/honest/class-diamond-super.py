#: expect=pass
#: category=honest
class Base:
    def __init__(self):
        self.trail = ["Base"]

    def who(self):
        return "base"


class Left(Base):
    def __init__(self):
        super().__init__()
        self.trail.append("Left")

    def who(self):
        return "left>" + super().who()


class Right(Base):
    def __init__(self):
        super().__init__()
        self.trail.append("Right")

    def who(self):
        return "right>" + super().who()


class Both(Left, Right):
    pass
#### statements
b = Both()
assert b.trail == ["Base", "Right", "Left"] and b.who() == "left>right>base"
assert [c.__name__ for c in Both.__mro__] == ["Both", "Left", "Right", "Base", "object"]
assert Both.__bases__ == (Left, Right)
