#: expect=pass
#: category=honest
class Bits:
    def __init__(self, mask=0):
        self.mask = mask

    def __or__(self, other):
        return Bits(self.mask | other.mask)

    def __and__(self, other):
        return Bits(self.mask & other.mask)

    def __xor__(self, other):
        return Bits(self.mask ^ other.mask)

    def __invert__(self):
        return Bits(~self.mask & 0xFF)

    def __lshift__(self, n):
        return Bits(self.mask << n & 0xFF)

    def __rshift__(self, n):
        return Bits(self.mask >> n)

    def __int__(self):
        return self.mask

    def __index__(self):
        return self.mask
#### statements
a, b = Bits(0b1100), Bits(0b1010)
assert int(a | b) == 0b1110 and int(a & b) == 0b1000 and int(a ^ b) == 0b0110
assert int(~a) == 0b11110011 and int(a << 5) == 0x80 and int(a >> 2) == 3
assert hex(a) == "0xc" and [10, 20, 30][Bits(1)] == 20
