#: expect=pass
#: category=honest
import bisect


class SortedList(list):
    def __init__(self, items=()):
        super().__init__(sorted(items))

    def append(self, item):
        bisect.insort(self, item)

    def extend(self, items):
        for item in items:
            self.append(item)
#### statements
s = SortedList([3, 1])
s.append(2)
s.extend([0, 5])
assert s == [0, 1, 2, 3, 5] and s[-1] == 5 and s[1:3] == [1, 2]
assert list(reversed(s)) == [5, 3, 2, 1, 0] and s.index(3) == 3
