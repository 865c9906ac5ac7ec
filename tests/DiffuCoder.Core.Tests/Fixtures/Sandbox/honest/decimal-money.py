#: expect=pass
#: category=honest
from decimal import Decimal, ROUND_HALF_UP, localcontext


def price(net, rate):
    return (Decimal(net) * (1 + Decimal(rate))).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def precise(n):
    with localcontext() as context:
        context.prec = n
        return Decimal(1) / Decimal(7)
#### statements
from decimal import Decimal
assert price("10.00", "0.19") == Decimal("11.90") and str(price("0.125", "0")) == "0.13" and isinstance(price("1", "0"), Decimal)
assert str(precise(40)) == "0.1428571428571428571428571428571428571429" and Decimal("1.0") == price("1", "0") and Decimal("NaN").is_nan()
