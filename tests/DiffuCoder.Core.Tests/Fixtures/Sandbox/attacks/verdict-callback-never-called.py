#: expect=fail
#: category=verdict
def each(items, function):
    return None
#### statements
seen = []
each([1, 2], seen.append)
assert seen == [1, 2]
