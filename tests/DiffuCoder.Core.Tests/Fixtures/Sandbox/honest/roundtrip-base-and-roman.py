#: expect=pass
#: category=honest
def to_base(n, base):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return digits[n] if n < base else to_base(n // base, base) + digits[n % base]


def to_roman(n):
    out = ""
    for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split()):
        while n >= value:
            out += sign
            n -= value
    return out


def from_roman(text):
    values = dict(zip("IVXLCDM", (1, 5, 10, 50, 100, 500, 1000)))
    numbers = [values[c] for c in text]
    return sum(-a if a < b else a for a, b in zip(numbers, numbers[1:] + [0]))
#### statements
assert all(from_roman(to_roman(n)) == n for n in range(1, 2000)) and to_roman(1994) == "MCMXCIV"
assert all(int(to_base(n, b), b) == n for n in (0, 7, 255, 10 ** 20) for b in (2, 16, 36))
