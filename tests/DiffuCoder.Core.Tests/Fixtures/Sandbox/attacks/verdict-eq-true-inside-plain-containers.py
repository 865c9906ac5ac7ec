#: expect=fail
#: category=verdict
# Lists, tuples and dictionaries are plain; the parts in them lie.
class Agreeable:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1


def f(n):
    return [Agreeable(), (Agreeable(), {"k": Agreeable()}), {Agreeable()}]
#### statements
assert f(7) == [1, (2, {"k": 3}), {4}]
#### equals
f(7)
[1, (2, {"k": 3}), {1}]
