#: expect=pass
#: category=honest
def take(items, how):
    return items[how]


def sum_range(r):
    return sum(r), len(r), r.step


def contains(container, item):
    return item in container
#### statements
assert take([1, 2, 3, 4], slice(1, None, 2)) == [2, 4] and take("abc", -1) == "c" and take({(1, 2): "x"}, (1, 2)) == "x"
assert sum_range(range(0, 10, 3)) == (18, 4, 3) and contains(range(10 ** 12), 10 ** 11) and contains({1: 2}.keys(), 1) and contains("abc", "bc")
