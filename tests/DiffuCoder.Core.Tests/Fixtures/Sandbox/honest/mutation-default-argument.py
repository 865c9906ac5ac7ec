#: expect=pass
#: category=honest
def remember(item, seen=[]):
    seen.append(item)
    return seen


def fresh(item, seen=None):
    seen = [] if seen is None else seen
    seen.append(item)
    return seen
#### statements
assert remember(1) == [1]
assert remember(2) == [1, 2] and remember(3, []) == [3]
#### statements
assert remember(4) == [1, 2, 4]
assert fresh(1) == [1] and fresh(2) == [2]
