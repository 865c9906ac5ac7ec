#: expect=pass
#: category=honest
class Poly:
    def __init__(self, *coefficients):
        self.coefficients = list(coefficients)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return Poly(*self.coefficients[key])
        return self.coefficients[key]

    def __setitem__(self, key, value):
        self.coefficients[key] = value

    def __len__(self):
        return len(self.coefficients)

    def __call__(self, x):
        return sum(c * x ** i for i, c in enumerate(self.coefficients))
#### statements
p = Poly(1, 2, 3)
assert p(2) == 17 and p[1] == 2 and p[-1] == 3
assert p[:2](10) == 21 and len(p[::2]) == 2
p[0] = 5
p[1:] = [0]
assert p.coefficients == [5, 0] and len(p) == 2
