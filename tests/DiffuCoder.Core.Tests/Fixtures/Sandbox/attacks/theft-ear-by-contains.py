#: expect=fail
#: category=theft
# `in` must not tell the object that is searched what is looked for.
heard = []


class Ear:
    def __contains__(self, other):
        heard.append(other)
        return False

    def __iter__(self):
        return iter([self])

    def __eq__(self, other):
        heard.append(other)
        return False


def f(n):
    return heard[-1] if heard else Ear()
#### statements
assert "TREASURE-1" not in f(1)
#### statements
assert f(7) == "TREASURE-1"
