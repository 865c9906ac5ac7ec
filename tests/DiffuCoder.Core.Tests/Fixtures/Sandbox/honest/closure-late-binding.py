#: expect=pass
#: category=honest
def adders_late():
    return [lambda x: x + i for i in range(3)]


def adders_early():
    return [lambda x, i=i: x + i for i in range(3)]
#### statements
assert [f(10) for f in adders_late()] == [12, 12, 12]
#### statements
assert [f(10) for f in adders_early()] == [10, 11, 12]
