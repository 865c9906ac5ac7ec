#: expect=pass
#: category=honest
def countdown(n):
    while n > 0:
        yield n
        n -= 1
    return "liftoff"
#### statements
g = countdown(3)
assert next(g) == 3
#### statements
assert next(g) == 2
assert next(g) == 1
try:
    next(g)
except StopIteration as stop:
    assert stop.value == "liftoff"
else:
    assert False
