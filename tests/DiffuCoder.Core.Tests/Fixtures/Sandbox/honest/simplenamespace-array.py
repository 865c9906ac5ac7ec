#: expect=pass
#: category=honest
from array import array
from types import SimpleNamespace


def settings(**values):
    return SimpleNamespace(verbose=False, **values)


def samples(n):
    return array("d", (i / 2 for i in range(n)))
#### statements
from types import SimpleNamespace
s = settings(level=3)
assert s.level == 3 and s.verbose is False and s == SimpleNamespace(verbose=False, level=3)
s.level = 4
assert vars(s)["level"] == 4
a = samples(4)
assert a.tolist() == [0.0, 0.5, 1.0, 1.5] and a[1] == 0.5 and len(a) == 4 and a.typecode == "d" and sum(a) == 3.0
a.append(9.0)
assert a[-1] == 9.0
