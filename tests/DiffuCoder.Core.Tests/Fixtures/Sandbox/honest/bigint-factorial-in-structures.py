#: expect=pass
#: category=honest
import math


def factorials(n):
    return {i: math.factorial(i) for i in range(0, n + 1, 500)}
#### statements
import math
f = factorials(2000)
assert list(f) == [0, 500, 1000, 1500, 2000] and f[2000] == math.factorial(2000) and f[2000].bit_length() == 19053
