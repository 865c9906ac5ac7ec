#: expect=pass
#: category=honest
from collections import UserDict, UserList, UserString


class Upper(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


class Rotated(UserList):
    def rotate(self):
        self.data.append(self.data.pop(0))


class Loud(UserString):
    def shout(self):
        return self.data.upper() + "!"
#### statements
u = Upper(a=1)
u["b"] = 2
assert dict(u) == {"A": 1, "B": 2} and u.data == {"A": 1, "B": 2} and len(u) == 2 and u == {"A": 1, "B": 2}
#### statements
r = Rotated([1, 2, 3])
r.rotate()
assert r == [2, 3, 1] and r[0] == 2 and Loud("hi").shout() == "HI!" and Loud("hi") == "hi"
