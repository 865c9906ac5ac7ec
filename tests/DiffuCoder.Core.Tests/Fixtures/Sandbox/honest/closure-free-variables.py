#: expect=pass
#: category=honest
def outer(rate):
    base = 10

    def inner(n):
        return base + n * rate

    return inner
#### statements
inner = outer(3)
assert callable(inner) and inner(4) == 22
assert inner.__name__ == "inner"
