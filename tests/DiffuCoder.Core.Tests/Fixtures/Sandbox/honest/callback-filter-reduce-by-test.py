#: expect=pass
#: category=honest
from functools import reduce
import operator


def product(numbers):
    return reduce(operator.mul, numbers, 1)


def is_vowel(letter):
    return letter in "aeiou"


def add(a, b):
    return a + b
#### statements
from functools import reduce
assert reduce(add, [1, 2, 3]) == 6 and "".join(filter(is_vowel, "education")) == "euaio" and product(range(1, 6)) == 120
assert any(map(is_vowel, "xyzu")) and not all(is_vowel(c) for c in "ab")
