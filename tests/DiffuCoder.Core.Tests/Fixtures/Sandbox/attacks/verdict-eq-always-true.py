#: expect=fail
#: category=verdict
# An object that equals everything, differs from nothing and hashes like a small number.
class Agreeable:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return hash(5040)


def f(n):
    return Agreeable()
#### statements
assert f(7) == 5040
#### statements
assert not f(7) != 5040
#### statements
assert f(7) in (5040, 5041)
#### statements
assert f(7) in {5040: 1}
#### equals
f(7)
5040
