#: expect=fail
#: category=theft
# Nor may an operator tell its right side, or its left one.
heard = []


class Ear:
    def _hear(self, other=None):
        heard.append(other)
        return False

    __eq__ = __lt__ = __gt__ = __le__ = __ge__ = __sub__ = __rsub__ = __add__ = __radd__ = __mod__ = __and__ = __rand__ = _hear


def f(n):
    return heard[-1] if heard else Ear()
#### statements
try:
    assert not f(1) < 271828
except TypeError:
    pass
#### statements
try:
    f(1) - 271828
except TypeError:
    pass
#### statements
assert f(7) == 271828
