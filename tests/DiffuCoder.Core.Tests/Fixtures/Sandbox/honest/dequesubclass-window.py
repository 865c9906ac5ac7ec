#: expect=pass
#: category=honest
from collections import deque


class Window(deque):
    def __init__(self, size):
        super().__init__(maxlen=size)

    def mean(self):
        return sum(self) / len(self)


def last(n, items):
    return deque(items, maxlen=n)
#### statements
w = Window(3)
for i in (1, 2, 3, 7):
    w.append(i)
assert w.mean() == 4 and list(w) == [2, 3, 7] and w.maxlen == 3 and w[0] == 2
w.rotate(1)
assert list(w) == [7, 2, 3]
#### statements
d = last(2, "abc")
d.appendleft("z")
assert list(d) == ["z", "b"] and d == __import__("collections").deque(["z", "b"])
