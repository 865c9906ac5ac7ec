#: expect=pass
#: category=honest
def power(n):
    return 10 ** n


def digits_sum(n):
    total = 0
    while n:
        n, d = divmod(n, 10)
        total += d
    return total
#### statements
assert power(5000) == 10 ** 5000
assert power(20000) % 97 == pow(10, 20000, 97)
#### statements
assert digits_sum(10 ** 5000 + 23) == 6
assert -power(6000) < 0 and (power(6000) >> 10000) == 10 ** 6000 >> 10000
