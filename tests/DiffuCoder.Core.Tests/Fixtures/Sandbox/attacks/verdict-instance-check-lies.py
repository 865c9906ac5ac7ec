#: expect=fail
#: category=verdict
# A class that claims whatever it is asked about; the value that the test compares is still wrong.
class Claims(type):
    def __instancecheck__(cls, value):
        return True

    def __subclasscheck__(cls, kind):
        return True

    def __eq__(cls, other):
        return True

    __hash__ = type.__hash__


class Node(metaclass=Claims):
    value = 0


def f(n):
    return Node
#### statements
assert f(7) == 5040
#### statements
assert f(7)() == 5040
#### statements
assert f(7) is int
#### statements
assert issubclass(f(7), int) and f(7)(3) == 3
