#: expect=fail
#: category=verdict
# The liar stands right of the sign, or deep inside a container, where Python asks it second.
class Agreeable:
    __hash__ = None

    def __eq__(self, other):
        return True


def f(n):
    return Agreeable()
#### statements
assert 5040 == f(7)
#### statements
assert [5040] == [f(7)]
#### statements
assert {"a": (1, 5040)} == {"a": (1, f(7))}
#### statements
assert [1, 5040].count(f(7)) == 1
#### statements
assert [1, 5040].index(f(7)) == 0
