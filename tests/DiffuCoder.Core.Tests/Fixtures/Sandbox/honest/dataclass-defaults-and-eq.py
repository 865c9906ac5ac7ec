#: expect=pass
#: category=honest
from dataclasses import dataclass, field


@dataclass
class Cart:
    owner: str
    items: list = field(default_factory=list)
    discount: float = 0.0

    def add(self, name, price):
        self.items.append((name, price))

    @property
    def total(self):
        return sum(p for _, p in self.items) * (1 - self.discount)
#### statements
a, b = Cart("x"), Cart("x")
assert a == b and a is not b and a.items is not b.items
a.add("pen", 10)
a.discount = 0.5
assert a.total == 5.0 and a != b and b.items == []
assert repr(b) == "Cart(owner='x', items=[], discount=0.0)"
