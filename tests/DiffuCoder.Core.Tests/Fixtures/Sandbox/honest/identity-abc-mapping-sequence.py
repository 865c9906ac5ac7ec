#: expect=pass
#: category=honest
from collections.abc import Mapping, MutableSequence


class Alphabet(Mapping):
    def __getitem__(self, letter):
        if len(letter) != 1 or not "a" <= letter <= "z":
            raise KeyError(letter)
        return ord(letter) - 96

    def __len__(self):
        return 26

    def __iter__(self):
        return (chr(i) for i in range(97, 123))


class Typed(MutableSequence):
    def __init__(self):
        self._items = []

    def __getitem__(self, i): return self._items[i]
    def __setitem__(self, i, v): self._items[i] = v
    def __delitem__(self, i): del self._items[i]
    def __len__(self): return len(self._items)
    def insert(self, i, v): self._items.insert(i, int(v))
#### statements
a = Alphabet()
assert a["c"] == 3 and "z" in a and "A" not in a and a.get("?", 0) == 0 and list(a.values())[-1] == 26 and dict(a)["b"] == 2
assert isinstance(a, Mapping) and not isinstance(a, dict)
#### statements
t = Typed()
t.append("3"); t.extend(["1", "2"]); t.reverse()
assert list(t) == [2, 1, 3] and t.pop() == 3 and t.index(1) == 1 and t.count(2) == 1
