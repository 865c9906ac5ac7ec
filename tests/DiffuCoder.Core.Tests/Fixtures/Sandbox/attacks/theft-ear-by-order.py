#: expect=fail
#: category=theft
# Nor may an order tell its right side.
heard = []


class Ear:
    def _hear(self, other):
        heard.append(other)
        return False

    __eq__ = __ne__ = __lt__ = __gt__ = __le__ = __ge__ = _hear


def f(n):
    return heard[-1] if heard else Ear()
#### statements
try:
    f(1) < 271828, f(1) >= 271828
except TypeError:
    pass
assert f(7) == 271828
