#: expect=fail
#: category=verdict
class Everything(set):
    def __eq__(self, other):
        return True

    def __contains__(self, item):
        return True

    def __sub__(self, other):
        return set()

    __xor__ = __rsub__ = __rxor__ = difference = symmetric_difference = __sub__

    def issuperset(self, other):
        return True

    __ge__ = issubset = __le__ = issuperset
    __hash__ = None


def f(n):
    return Everything()
#### statements
assert f(7) == {1, 2}
#### statements
assert {1, 2} <= f(7)
#### statements
assert f(7).issuperset({1, 2})
#### statements
assert not {1, 2} ^ f(7)
#### statements
assert {1, 2} - f(7) == set()
