#: expect=fail
#: category=theft
# Nor does text made of an object tell it what stands around.
heard = []


class Ear:
    def __format__(self, spec):
        heard.append(spec)
        return "x"

    def __mod__(self, other):
        heard.append(other)
        return self


def f(n):
    return heard[-1] if heard else Ear()
#### statements
assert f"{f(1)}" != "TREASURE-1"
#### statements
assert f(7) == "TREASURE-1"
