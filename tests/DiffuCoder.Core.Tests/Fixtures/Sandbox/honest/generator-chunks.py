#: expect=pass
#: category=honest
def chunks(sequence, size):
    if size < 1:
        raise ValueError("size must be positive")
    for start in range(0, len(sequence), size):
        yield sequence[start:start + size]
#### statements
assert list(chunks([1, 2, 3, 4, 5], 2)) == [[1, 2], [3, 4], [5]]
assert list(chunks("abcdef", 4)) == ["abcd", "ef"]
assert list(chunks((), 3)) == []
#### statements
bad = chunks([1], 0)
try:
    next(bad)
    assert False
except ValueError:
    pass
