#: expect=fail
#: category=verdict
# __str__ and __repr__ may give a subclass of str, whose comparison is the program's.
class Text(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class Shown:
    def __str__(self):
        return Text("no")

    __repr__ = __str__

    def __format__(self, spec):
        return Text("no")


def f(n):
    return Shown()
#### statements
assert str(f(7)) == "5040"
#### statements
assert repr(f(7)) == "5040"
#### statements
assert format(f(7), "") == "5040"
