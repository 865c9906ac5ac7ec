#: expect=pass
#: category=honest
def fast_power(base, exponent, modulus):
    result = 1
    while exponent:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


def slow_power(base, exponent, modulus):
    result = 1
    for _ in range(exponent):
        result = result * base % modulus
    return result
#### statements
for base in range(2, 12):
    for exponent in range(1, 30):
        assert fast_power(base, exponent, 97) == slow_power(base, exponent, 97) == pow(base, exponent, 97)
