#: expect=fail
#: category=verdict
class Agreeable:
    def __eq__(self, other):
        return True


class Record:
    def __getattr__(self, name):
        return Agreeable()

    def __getitem__(self, key):
        return Agreeable()

    def __iter__(self):
        return iter([Agreeable()])


def f(n):
    return Record()
#### statements
assert f(7)["total"] == 5040
#### statements
assert f(7).total == 5040
#### statements
assert list(f(7)) == [5040]
#### statements
total, = f(7)
assert total == 5040
