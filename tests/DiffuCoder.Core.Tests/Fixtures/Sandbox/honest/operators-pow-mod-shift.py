#: expect=pass
#: category=honest
class Mod:
    def __init__(self, n, m=13):
        self.n, self.m = n % m, m

    def __pow__(self, e):
        return Mod(pow(self.n, e, self.m), self.m)

    def __mod__(self, other):
        return self.n % other

    def __truediv__(self, other):
        return Mod(self.n * pow(other.n, -1, self.m), self.m)

    def __eq__(self, other):
        return self.n == (other.n if isinstance(other, Mod) else other % self.m)
#### statements
assert Mod(5) ** 3 == 8 and Mod(5) ** 12 == 1
assert Mod(6) / Mod(3) == Mod(2) and Mod(9) % 4 == 1
assert Mod(-1) == 12 and Mod(14) == Mod(1)
