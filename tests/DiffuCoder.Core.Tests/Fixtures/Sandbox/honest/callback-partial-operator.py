#: expect=pass
#: category=honest
from functools import partial, partialmethod
from operator import attrgetter, itemgetter, methodcaller

power_of_two = partial(pow, 2)
second = itemgetter(1)
upper = methodcaller("upper")


class Cell:
    def __init__(self):
        self.alive = False

    def set_state(self, state):
        self.alive = state

    live = partialmethod(set_state, True)


def field(name):
    return attrgetter(name)
#### statements
assert power_of_two(10) == 1024 and sorted([(1, "b"), (2, "a")], key=second) == [(2, "a"), (1, "b")] and upper("x") == "X"
assert power_of_two.func is pow and power_of_two.args == (2,)
#### statements
c = Cell()
c.live()
assert c.alive and field("alive")(c) is True
