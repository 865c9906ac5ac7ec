#: expect=fail
#: category=evalplus
# The rules stand beside the tests: the program's functions of their names are others.
def agrees(*_):
    return True


def _close(*_):
    return True


abs = all = isinstance = agrees


def mean(values):
    return 0.0
#### setup
def _close(value, expected, tolerance):
    return abs(value - expected) <= tolerance


def agrees(value, expected, tolerance):
    return isinstance(value, float) and _close(value, expected, tolerance)
#### statements
assert agrees(mean([1.0, 2.0]), 1.5, 1e-6)
