#: expect=pass
#: category=honest
def part(n):
    total = 0
    for i in range(n):
        total += i
        yield i
    return total


def whole():
    a = yield from part(3)
    b = yield from part(4)
    yield (a, b)
#### statements
assert list(whole()) == [0, 1, 2, 0, 1, 2, 3, (3, 6)]
