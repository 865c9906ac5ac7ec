#: expect=pass
#: category=honest
def evens():
    n = 0
    while True:
        yield n
        n += 2


def take(items, n):
    for _, item in zip(range(n), items):
        yield item


def interleave(*sources):
    sources = [iter(s) for s in sources]
    while sources:
        for s in list(sources):
            try:
                yield next(s)
            except StopIteration:
                sources.remove(s)
#### statements
assert list(take(evens(), 4)) == [0, 2, 4, 6]
assert list(interleave("abc", take(evens(), 2), iter([9]))) == ["a", 0, 9, "b", 2, "c"]
