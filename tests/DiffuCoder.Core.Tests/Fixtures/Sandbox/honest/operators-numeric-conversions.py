#: expect=pass
#: category=honest
import math


class Ratio:
    def __init__(self, up, down):
        self.up, self.down = up, down

    def __float__(self): return self.up / self.down
    def __int__(self): return self.up // self.down
    def __round__(self, digits=0): return round(self.up / self.down, digits)
    def __trunc__(self): return int(self.up / self.down)
    def __floor__(self): return self.up // self.down
    def __ceil__(self): return -(-self.up // self.down)
    def __neg__(self): return Ratio(-self.up, self.down)
    def __pos__(self): return self
    def __complex__(self): return complex(self.up / self.down, 0)
#### statements
r = Ratio(7, 2)
assert float(r) == 3.5 and int(r) == 3 and round(Ratio(22, 7), 2) == 3.14
assert math.floor(r) == 3 and math.ceil(r) == 4 and math.trunc(-r) == -3
assert complex(r) == 3.5 + 0j and (+r) is r
