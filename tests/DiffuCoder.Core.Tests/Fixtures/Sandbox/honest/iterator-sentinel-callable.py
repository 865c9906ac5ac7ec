#: expect=pass
#: category=honest
def read_until(function, sentinel):
    return list(iter(function, sentinel))


def dice(values):
    it = iter(values)
    return lambda: next(it)
#### statements
stack = [0, 3, 2, 1]
assert read_until(stack.pop, 0) == [1, 2, 3]
assert stack == []
#### statements
assert read_until(dice([5, 4, 6, 1]), 6) == [5, 4]
