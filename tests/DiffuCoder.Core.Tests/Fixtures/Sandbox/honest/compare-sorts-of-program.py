#: expect=pass
#: category=honest
def insertion(items):
    out = []
    for item in items:
        i = len(out)
        while i and out[i - 1] > item:
            i -= 1
        out.insert(i, item)
    return out


def quick(items):
    if len(items) < 2:
        return list(items)
    pivot, rest = items[0], items[1:]
    return quick([x for x in rest if x < pivot]) + [pivot] + quick([x for x in rest if x >= pivot])


ALGORITHMS = {"insertion": insertion, "quick": quick}
#### statements
import random
rng = random.Random(11)
for n in range(40):
    items = [rng.randint(-20, 20) for _ in range(n)]
    assert all(sort(items) == sorted(items) for sort in ALGORITHMS.values())
    assert insertion(items) == quick(items)
