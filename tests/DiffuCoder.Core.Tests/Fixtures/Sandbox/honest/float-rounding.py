#: expect=pass
#: category=honest
import math


def mean(numbers):
    return sum(numbers) / len(numbers)


def to_hex(x):
    return x.hex()
#### statements
import math
assert abs(mean([0.1, 0.2, 0.3]) - 0.2) < 1e-12 and math.isclose(mean([1, 2]), 1.5) and 0.1 + 0.2 != 0.3 and mean([0.1 + 0.2]) == 0.1 + 0.2
assert to_hex(0.1) == (0.1).hex() and float.fromhex(to_hex(1 / 3)) == 1 / 3 and round(mean([2.675]), 2) == 2.67
#### equals
mean([1, 2, 4])
2.3333333333333335
