#: expect=pass
#: category=honest
from fractions import Fraction


def harmonic(n):
    return sum((Fraction(1, k) for k in range(1, n + 1)), Fraction(0))
#### statements
from fractions import Fraction
h = harmonic(4)
assert h == Fraction(25, 12) and (h.numerator, h.denominator) == (25, 12) and h + 1 == Fraction(37, 12) and float(h) > 2.08 and str(h) == "25/12"
assert harmonic(100).denominator.bit_length() > 100 and isinstance(h, Fraction) and h > 2
