#: expect=pass
#: category=honest
closed = []


def reader(name):
    try:
        for i in range(100):
            yield i
    finally:
        closed.append(name)
#### statements
g = reader("a")
next(g)
assert closed == []
g.close()
assert closed == ["a"]
#### statements
assert list(g) == []
