#: expect=fail
#: category=verdict
# Their text and their parts are taken by methods that a subclass can have of its own.
import decimal
import fractions


class Exact(decimal.Decimal):
    def __eq__(self, other):
        return True

    def __str__(self):
        return "Infinity"

    __hash__ = decimal.Decimal.__hash__


class Ratio(fractions.Fraction):
    numerator = denominator = property(lambda self: True)

    def __eq__(self, other):
        return True

    __hash__ = None


def f(n):
    return Exact(1) if n else Ratio(1, 3)
#### statements
import decimal
assert f(7) == decimal.Decimal("2.5")
#### statements
import fractions
assert f(0) == fractions.Fraction(1, 2)
