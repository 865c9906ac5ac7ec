#: expect=fail
#: category=evalplus
# Infinity less infinity is no number, and no number is not far from anything.
def mean(values):
    return float("inf") if values else float("nan")
#### setup
import math


def agrees(value, expected, tolerance):
    return value == expected or math.isfinite(value) and abs(value - expected) <= tolerance + 1e-7 * abs(expected)
#### statements
assert agrees(mean([1.0, 2.0]), 1.5, 1e-6)
#### statements
assert agrees(mean([]), 0.0, 1e-6)
