#: expect=fail
#: category=verdict
# Each built-in that tests lean on, replaced in the program's own process.
import builtins

for name in ("abs", "all", "any", "len", "sorted", "isinstance", "sum", "set", "list", "tuple", "round", "repr", "str", "type", "zip", "map"):
    setattr(builtins, name, lambda *a, **k: True)
builtins.AssertionError = Exception


def f(n):
    return 0
#### statements
assert abs(f(7) - 5040) < 1
#### statements
assert all(f(n) == n for n in (1, 2))
#### statements
assert len([f(7)]) == 1 and isinstance(f(7), str)
#### statements
assert sorted([f(7), 1]) == [1, 5040]
