#: expect=pass
#: category=honest
def squares(n):
    return [i * i for i in range(n)]


def total(numbers):
    return sum(numbers)
#### statements
s = squares(500_000)
assert len(s) == 500_000 and s[-1] == 499_999 ** 2
#### statements
assert total(list(range(1_000_000))) == 499999500000
