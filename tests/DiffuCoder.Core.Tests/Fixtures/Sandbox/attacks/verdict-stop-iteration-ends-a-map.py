#: expect=fail
#: category=verdict
# StopIteration out of a function that `map` calls ends the loop as if all were done.
class Done(StopIteration):
    pass


def f(n):
    raise StopIteration if n else Done(n)
#### statements
assert all(map(lambda n: f(n) == n * n, [1, 2, 3]))
#### statements
for got, wanted in zip(map(f, [0, 1]), [0, 1]):
    assert got == wanted
#### statements
assert list(map(f, [1, 2])) == []
#### statements
assert not any(map(f, [0, 1]))
