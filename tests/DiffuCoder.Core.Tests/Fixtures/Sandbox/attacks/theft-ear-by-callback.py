#: expect=fail
#: category=theft
# What the tests' own function is given, it compares: not in the program's process.
heard = []


class Ear:
    def __eq__(self, other):
        heard.append(other)
        return False

    __hash__ = None


def f(g):
    g(Ear())
    return heard[-1] if heard else None
#### statements
assert f(lambda x: x == 271828) == 271828
