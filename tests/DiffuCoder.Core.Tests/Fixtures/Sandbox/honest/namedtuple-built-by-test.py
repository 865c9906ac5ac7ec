#: expect=pass
#: category=honest
def total(orders):
    return sum(o.price * o.count for o in orders)


def cheapest(orders):
    return min(orders, key=lambda o: o.price)
#### statements
from collections import namedtuple
Order = namedtuple("Order", "price count")
orders = [Order(5, 2), Order(price=3, count=1)]
assert total(orders) == 13
assert cheapest(orders) is orders[1] and cheapest(orders) == (3, 1)
