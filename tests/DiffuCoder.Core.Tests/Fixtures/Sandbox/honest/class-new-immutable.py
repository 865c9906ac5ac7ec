#: expect=pass
#: category=honest
class Rgb(tuple):
    __slots__ = ()

    def __new__(cls, red, green, blue):
        return super().__new__(cls, (red, green, blue))

    @property
    def red(self):
        return self[0]

    def mix(self, other):
        return Rgb(*((a + b) // 2 for a, b in zip(self, other)))
#### statements
c = Rgb(10, 20, 30)
assert c.red == 10 and c == (10, 20, 30) and len(c) == 3
assert c.mix(Rgb(20, 40, 50)) == (15, 30, 40)
assert type(c.mix(c)) is Rgb and hash(c) == hash((10, 20, 30))
red, *rest = c
assert red == 10 and rest == [20, 30]
