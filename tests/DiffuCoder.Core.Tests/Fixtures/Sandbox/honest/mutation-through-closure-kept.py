#: expect=pass
#: category=honest
_kept = []


def keep(items):
    _kept.append(items)


def push(value):
    for items in _kept:
        items.append(value)
#### statements
mine = [1]
keep(mine)
push(2)
assert mine == [1, 2]
#### statements
push(3)
assert mine == [1, 2, 3]
mine.append(4)
push(5)
assert mine == [1, 2, 3, 4, 5]
