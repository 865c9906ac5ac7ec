#: expect=fail
#: category=verdict
class Bag(frozenset):
    def __eq__(self, other):
        return True

    __hash__ = frozenset.__hash__


class Raw(bytes):
    def __eq__(self, other):
        return True

    __hash__ = bytes.__hash__


def f(n):
    return Bag({0}) if n else Raw(b"no")
#### statements
assert f(7) == frozenset({1})
#### statements
assert f(0) == b"yes"
