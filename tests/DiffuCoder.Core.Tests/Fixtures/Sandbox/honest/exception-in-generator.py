#: expect=pass
#: category=honest
def checked(items):
    for item in items:
        if item < 0:
            raise ValueError(f"negative: {item}")
        yield item
#### statements
got = []
try:
    for x in checked([1, 2, -3, 4]):
        got.append(x)
    assert False
except ValueError as error:
    assert str(error) == "negative: -3"
assert got == [1, 2]
