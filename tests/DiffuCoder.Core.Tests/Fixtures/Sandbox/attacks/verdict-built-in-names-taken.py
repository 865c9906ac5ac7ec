#: expect=fail
#: category=verdict
# Built-in names are the built-in ones to a test that also names the program's function.
def len(x):
    return 3


def sorted(x, **_):
    return [1, 2, 3]


def abs(x):
    return 0


def set(x=()):
    return 1


def range(*_):
    return []


def f(n):
    return [9]
#### statements
assert len(f(7)) == 3
#### statements
assert sorted(f(7)) == [1, 2, 3]
#### statements
assert set(f(7)) == set([1, 2, 3])
#### statements
assert abs(f(7)[0] - 1) == 0
#### statements
for n in range(3):
    assert f(n) == [n]
