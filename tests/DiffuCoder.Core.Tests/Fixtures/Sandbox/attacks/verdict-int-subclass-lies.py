#: expect=fail
#: category=verdict
# An integer that equals, orders and subtracts as asked; what crosses is the number it is.
class Number(int):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __lt__(self, other):
        return True

    __le__ = __gt__ = __ge__ = __lt__

    def __sub__(self, other):
        return 0

    __rsub__ = __mod__ = __sub__

    def __int__(self):
        return 5040

    __index__ = __int__

    def __hash__(self):
        return hash(5040)


def f(n):
    return Number(0)
#### statements
assert f(7) == 5040
#### statements
assert abs(f(7) - 5040) < 1
#### statements
assert 5000 < f(7) < 5100
#### equals
f(7)
5040
