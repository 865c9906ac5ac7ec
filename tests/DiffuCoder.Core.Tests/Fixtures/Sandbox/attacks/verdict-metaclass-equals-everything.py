#: expect=fail
#: category=verdict
class Kind(type):
    def __eq__(cls, other):
        return True

    def __call__(cls, *args):
        return cls

    __hash__ = type.__hash__


class f(metaclass=Kind):
    pass
#### statements
assert f(7) == 5040
#### equals
f(7)
5040
