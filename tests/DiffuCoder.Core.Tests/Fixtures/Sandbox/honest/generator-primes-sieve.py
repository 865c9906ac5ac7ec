#: expect=pass
#: category=honest
def primes():
    composites = {}
    n = 2
    while True:
        if n not in composites:
            yield n
            composites[n * n] = [n]
        else:
            for p in composites.pop(n):
                composites.setdefault(p + n, []).append(p)
        n += 1
#### statements
from itertools import takewhile
assert list(takewhile(lambda p: p < 40, primes())) == [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]
#### statements
total = 0
for i, p in enumerate(primes()):
    if i == 500:
        break
    total += p
assert total == 824693
