#: expect=fail
#: category=verdict
# An object that says that it is a whole number.
class Disguised:
    __class__ = int

    def __eq__(self, other):
        return True


def f(n):
    return Disguised()
#### statements
assert isinstance(f(7), int)
#### statements
assert type(f(7)) is int
#### statements
assert f(7).__class__ is int
