#: expect=pass
#: category=honest
def drop_even_places(items):
    del items[::2]


def replace_middle(items, new):
    items[1:-1] = new


def empty(items):
    items[:] = []
#### statements
a = list(range(6))
b = a
drop_even_places(a)
assert a == [1, 3, 5] and b is a
replace_middle(a, [9, 9, 9])
assert b == [1, 9, 9, 9, 5]
empty(b)
assert a == []
