#: expect=pass
#: category=honest
from collections import Counter


def count(text):
    return Counter(text)


class Inventory(Counter):
    def total_items(self):
        return sum(self.values())
#### statements
c = count("banana")
assert c["a"] == 3 and c["zz"] == 0 and c.most_common(1) == [("a", 3)] and c == {"b": 1, "a": 3, "n": 2}
assert c + count("bn") == {"b": 2, "a": 3, "n": 3} and sorted((c - count("aaan")).elements()) == ["b", "n"]
#### statements
i = Inventory(apple=2)
i.update(["apple", "pear"])
i["fig"] += 4
assert i.total_items() == 8 and i["apple"] == 3
