#: expect=pass
#: category=honest
from dataclasses import dataclass, FrozenInstanceError, replace


@dataclass(frozen=True)
class Money:
    amount: int
    currency: str = "EUR"

    def plus(self, other):
        if other.currency != self.currency:
            raise ValueError("currencies differ")
        return replace(self, amount=self.amount + other.amount)
#### statements
m = Money(5)
assert m.plus(Money(7)) == Money(12) and len({Money(1), Money(1), Money(2)}) == 2 and {Money(3): "x"}[Money(3)] == "x"
try:
    m.amount = 3
    assert False
except AttributeError:
    pass
assert hash(Money(1)) == hash(Money(1)) and m == Money(5, "EUR")
