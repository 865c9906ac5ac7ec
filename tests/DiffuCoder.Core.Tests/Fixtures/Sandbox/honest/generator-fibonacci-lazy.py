#: expect=pass
#: category=honest
def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
#### statements
from itertools import islice
assert list(islice(fibonacci(), 10)) == [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
#### statements
for n in fibonacci():
    if n > 1000:
        break
assert n == 1597
