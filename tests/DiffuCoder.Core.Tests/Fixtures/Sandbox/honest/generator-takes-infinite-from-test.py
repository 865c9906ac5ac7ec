#: expect=pass
#: category=honest
def first_above(numbers, limit):
    for n in numbers:
        if n > limit:
            return n


def pairs(numbers):
    numbers = iter(numbers)
    while True:
        yield next(numbers), next(numbers)
#### statements
import itertools
assert first_above(itertools.count(1, 7), 50) == 57
#### statements
def naturals():
    n = 0
    while True:
        n += 1
        yield n

p = pairs(naturals())
assert next(p) == (1, 2) and next(p) == (3, 4)
