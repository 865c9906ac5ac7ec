#: expect=fail
#: category=verdict
# A test that uses a library without importing it means the library.
class math:
    @staticmethod
    def isclose(*a, **k):
        return True


class itertools:
    @staticmethod
    def permutations(*a):
        return [[0]]


def f(n):
    return [0]
#### statements
assert math.isclose(f(7)[0], 5040.0)
#### statements
assert sorted(itertools.permutations([1, 2])) == [(1, 2), (2, 1)] and f(7) == 5040
