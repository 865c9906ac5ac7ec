#: expect=pass
#: category=evalplus
# The control: a right answer, within the tolerance.
def mean(values):
    return sum(values) / len(values) + 1e-9
#### setup
def agrees(value, expected, tolerance):
    return value == expected or type(value) is type(expected) and abs(value - expected) <= tolerance
#### statements
assert agrees(mean([1.0, 2.0, 6.0]), 3.0, 1e-6)
