#: expect=fail
#: category=verdict
import builtins

really = builtins.__build_class__


def build(function, name, *bases, **options):
    made = really(function, name, *bases, **options)
    made.__eq__ = lambda self, other: True
    return made


builtins.__build_class__ = build
builtins.__import__ = lambda *a, **k: None


class Value:
    pass


def f(n):
    return Value()
#### statements
class Wanted:
    pass


assert f(7) == Wanted()
#### statements
assert f(7) == 5040
