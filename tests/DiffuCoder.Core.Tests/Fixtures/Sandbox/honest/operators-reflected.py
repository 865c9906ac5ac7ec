#: expect=pass
#: category=honest
class Money:
    def __init__(self, cents):
        self.cents = cents

    def __add__(self, other):
        if isinstance(other, Money):
            return Money(self.cents + other.cents)
        if isinstance(other, int):
            return Money(self.cents + other)
        return NotImplemented

    __radd__ = __add__

    def __rsub__(self, other):
        return Money(other - self.cents)

    def __floordiv__(self, n):
        return Money(self.cents // n)

    def __rfloordiv__(self, n):
        return n // self.cents

    def __divmod__(self, n):
        return divmod(self.cents, n)
#### statements
assert sum([Money(1), Money(2), Money(3)]).cents == 6
assert (10 - Money(3)).cents == 7
assert (Money(7) // 2).cents == 3 and 20 // Money(6) == 3
assert divmod(Money(17), 5) == (3, 2)
#### statements
try:
    Money(1) + "x"
    assert False
except TypeError:
    pass
