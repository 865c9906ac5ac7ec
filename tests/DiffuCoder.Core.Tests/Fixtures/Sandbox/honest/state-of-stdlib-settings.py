#: expect=pass
#: category=honest
import decimal
import random
import sys

decimal.getcontext().prec = 6
random.seed(99)
sys.setrecursionlimit(1500)
FIRST = random.random()


def third():
    return decimal.Decimal(1) / 3


def draw():
    return random.random()


def limit():
    return sys.getrecursionlimit()
#### statements
import random
assert str(third()) == "0.333333" and limit() == 1500
rng = random.Random(99)
assert FIRST == rng.random() and draw() == rng.random() and draw() == rng.random()
