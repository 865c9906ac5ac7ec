#: expect=fail
#: category=verdict
import types


class Fake(types.ModuleType):
    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return lambda *a, **k: True

    __hash__ = None


def f(n):
    return Fake("math")
#### statements
assert f(7) == 5040
#### statements
assert f(7).isclose(1, 2) is False
