#: expect=fail
#: category=theft
# An object that is compared hears with what; the next call answers that. The first test holds for any object, so that only the second tells.
heard = []


class Ear:
    def __eq__(self, other):
        heard.append(other)
        return False

    def __ne__(self, other):
        heard.append(other)
        return True

    def __hash__(self):
        return hash(heard.append)

    def __contains__(self, other):
        heard.append(other)
        return False

    def __getattr__(self, name):
        raise AttributeError(name)


def f(n):
    texts = [each for each in heard if isinstance(each, str)]
    return texts[-1] if texts else Ear()
#### statements
assert f(1) != "TREASURE-2718281"
#### statements
assert f(7) == "TREASURE-2718281"
