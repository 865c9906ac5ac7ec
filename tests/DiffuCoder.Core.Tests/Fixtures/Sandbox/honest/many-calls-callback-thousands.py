#: expect=pass
#: category=honest
def my_map(function, items):
    out = []
    for item in items:
        out.append(function(item))
    return out


def my_sort(items, less):
    if len(items) < 2:
        return items
    half = len(items) // 2
    a, b, out = my_sort(items[:half], less), my_sort(items[half:], less), []
    while a and b:
        out.append(a.pop(0) if not less(b[0], a[0]) else b.pop(0))
    return out + a + b
#### statements
assert my_map(lambda n: n * n, range(3000)) == [n * n for n in range(3000)]
#### statements
numbers = [(i * 7919) % 501 for i in range(500)]
assert my_sort(numbers, lambda a, b: a < b) == sorted(numbers)
