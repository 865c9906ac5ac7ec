#: expect=fail
#: category=verdict
# A helper that the tests define is theirs, whatever the program calls by that name.
def close(a, b):
    return True


check = agrees = compare = assert_equal = close


def f(n):
    return 0
#### setup
def close(a, b):
    return abs(a - b) < 1e-6


def compare(a, b):
    return a == b
#### statements
assert close(f(7), 5040)
#### statements
assert compare(f(7), 5040)
#### check f
def check(candidate):
    assert candidate(7) == 5040
