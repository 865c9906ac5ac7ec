#: expect=fail
#: category=theft
# Looking a value up in a set compares it with an object whose hash is the same.
heard = []


class Ear:
    def __eq__(self, other):
        heard.append(other)
        return False

    def __hash__(self):
        return hash(271828)


def f(n):
    return next((each for each in heard if isinstance(each, int)), None) or {Ear()}
#### statements
assert 271828 not in f(1)
#### statements
assert f(7) == 271828
