#: expect=pass
#: category=honest
class Metres(float):
    unit = "m"

    def __str__(self):
        return f"{float(self):.1f} {self.unit}"

    def __add__(self, other):
        return type(self)(float(self) + other)
#### statements
d = Metres(2.5)
assert str(d) == "2.5 m" and str(d + 1) == "3.5 m" and d == 2.5 and d > 2 and d.is_integer() is False
assert isinstance(d + d, Metres) and round(d) == 2
