#: expect=fail
#: category=verdict
class Agreeable:
    def __eq__(self, other):
        return True

    def __radd__(self, other):
        return 6


def f(n):
    yield Agreeable()
    yield Agreeable()
    yield Agreeable()
#### statements
assert list(f(3)) == [1, 2, 3]
#### statements
assert sum(f(3)) == 6
#### statements
assert all(a == b for a, b in zip(f(3), [1, 2, 3]))
#### statements
assert 2 in f(3)
