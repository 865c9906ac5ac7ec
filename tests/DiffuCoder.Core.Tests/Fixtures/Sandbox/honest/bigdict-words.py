#: expect=pass
#: category=honest
def histogram(numbers):
    counts = {}
    for n in numbers:
        counts[n] = counts.get(n, 0) + 1
    return counts


def invert(mapping):
    return {v: k for k, v in mapping.items()}
#### statements
h = histogram(i % 1000 for i in range(100_000))
assert len(h) == 1000 and set(h.values()) == {100}
#### statements
m = {i: str(i) for i in range(50_000)}
assert invert(m)["49999"] == 49_999 and len(invert(m)) == 50_000
