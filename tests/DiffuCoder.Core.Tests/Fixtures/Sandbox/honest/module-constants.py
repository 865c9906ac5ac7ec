#: expect=pass
#: category=honest
from types import MappingProxyType

PI = 3
NAMES = ("a", "b")
TABLE = {"x": [1, 2]}
FROZEN = MappingProxyType({"k": 1})
VOWELS = frozenset("aeiou")
LIMIT = 10 ** 30
EMPTY = None


def circumference(r):
    return 2 * PI * r
#### statements
assert circumference(2) == 12 and PI == 3 and NAMES == ("a", "b") and TABLE["x"] == [1, 2] and FROZEN["k"] == 1
assert VOWELS == set("aeiou") and "a" in VOWELS and LIMIT == 10 ** 30 and EMPTY is None and isinstance(NAMES, tuple)
