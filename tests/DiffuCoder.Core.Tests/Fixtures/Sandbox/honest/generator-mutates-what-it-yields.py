#: expect=pass
#: category=honest
def growing():
    items = []
    while len(items) < 3:
        items.append(len(items))
        yield items


def drain(queue):
    while queue:
        yield queue.pop(0)
#### statements
lengths = [len(items) for items in growing()]
assert lengths == [1, 2, 3]
a, b, c = growing()
assert a is b is c and a == [0, 1, 2]
#### statements
queue = [1, 2, 3]
g = drain(queue)
assert next(g) == 1 and queue == [2, 3]
queue.append(4)
assert list(g) == [2, 3, 4] and queue == []
