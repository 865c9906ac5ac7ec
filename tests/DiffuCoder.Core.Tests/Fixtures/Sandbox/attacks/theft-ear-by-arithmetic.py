#: expect=any
#: category=theft
# An operand of arithmetic is an argument, and a program that has operators is told its arguments: told here, not judged.
heard = []


class Ear:
    def _hear(self, other):
        heard.append(other)
        return self

    __sub__ = __rsub__ = __add__ = __radd__ = __mod__ = __and__ = __rand__ = _hear


def f(n):
    return heard[-1] if heard else Ear()
#### statements
try:
    f(1) - 271828
except TypeError:
    pass
assert f(7) == 271828
