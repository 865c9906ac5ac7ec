#: expect=fail
#: category=verdict
# Two answers are one object, and one answer is the argument: neither makes a value right.
kept = []


def f(n):
    return kept


def g(values):
    return values
#### statements
assert f(7) is None
#### statements
given = [3, 1, 2]
assert g(given) == [1, 2, 3]
#### statements
given = [3, 1, 2]
assert g(given) is not given
