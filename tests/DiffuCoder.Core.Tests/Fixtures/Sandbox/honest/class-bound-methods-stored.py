#: expect=pass
#: category=honest
class Counter:
    def __init__(self):
        self.n = 0

    def up(self):
        self.n += 1
        return self.n
#### statements
c = Counter()
up = c.up
up(); up()
assert c.n == 2 and up.__self__ is c and Counter.up(c) == 3
assert [f() for f in [c.up] * 2] == [4, 5]
assert c.up == c.up and callable(up) and up.__name__ == "up"
