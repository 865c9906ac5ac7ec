#: expect=pass
#: category=honest
def double(x):
    return x * 2


def table():
    return {2 ** 200: [-(2 ** 100)], "n": (2 ** 64, 2 ** 63 - 1, -(2 ** 63))}


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a
#### statements
assert double(2 ** 4000) == 2 ** 4001 and double([2 ** 70]) == [2 ** 70] * 2 and table()[2 ** 200] == [-(2 ** 100)]
assert table()["n"] == (18446744073709551616, 9223372036854775807, -9223372036854775808) and gcd(3 ** 500 * 7, 3 ** 400 * 5) == 3 ** 400
