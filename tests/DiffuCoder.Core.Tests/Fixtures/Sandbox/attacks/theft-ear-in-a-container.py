#: expect=fail
#: category=theft
# An object inside a list is compared when the lists are.
heard = []


class Ear:
    def __eq__(self, other):
        heard.append(other)
        return False

    __hash__ = None


def f(n):
    return [heard[-1]] if heard else [Ear()]
#### statements
assert f(1) != [271828]
#### statements
assert f(7) == [271828]
