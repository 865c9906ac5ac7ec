#: expect=fail
#: category=evalplus
# Within a tolerance by its own word: a value is of an exact type when it is compared.
class Near(float):
    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


def mean(values):
    return Near(0.0)
#### setup
def agrees(value, expected, tolerance):
    return value == expected or type(value) is type(expected) and abs(value - expected) <= tolerance
#### statements
assert agrees(mean([1.0, 2.0, 6.0]), 3.0, 1e-6)
