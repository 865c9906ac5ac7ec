#: expect=fail
#: category=verdict
class Pair(tuple):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return hash((1, 2))

    def __iter__(self):
        return iter((1, 2))


def f(n):
    return Pair((0, 0))
#### statements
assert f(7) == (1, 2)
#### statements
a, b = f(7)
assert (a, b) == (1, 2)
#### statements
assert f(7) in {(1, 2)}
