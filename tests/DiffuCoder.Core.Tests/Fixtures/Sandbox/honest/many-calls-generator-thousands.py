#: expect=pass
#: category=honest
def triangular():
    n = total = 0
    while True:
        n += 1
        total += n
        yield total


def evens(n):
    return (i for i in range(n) if i % 2 == 0)
#### statements
g = triangular()
for i in range(1, 3001):
    assert next(g) == i * (i + 1) // 2
#### statements
assert sum(1 for _ in evens(8000)) == 4000
