#: expect=pass
#: category=honest
class Number(int):
    def is_even(self):
        return self % 2 == 0

    def __add__(self, other):
        return Number(int(self) + int(other))

    def __repr__(self):
        return f"Number({int(self)})"
#### statements
n = Number(6)
assert n == 6 and n.is_even() and n + 1 == 7 and not (n + 1).is_even()
assert repr(n) == "Number(6)" and n * 2 == 12 and n < 7 and isinstance(n, int) and hash(n) == hash(6)
assert type(n + 1) is Number and [10, 20][Number(1)] == 20
