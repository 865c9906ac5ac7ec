#: expect=pass
#: category=honest
class Move:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def opposite(move):
    match move:
        case Move(0, 0):
            return move
        case Move(x, y):
            return Move(-x, -y)
#### statements
still = Move(0, 0)
assert opposite(still) is still
back = opposite(Move(3, -4))
assert (back.x, back.y) == (-3, 4)
