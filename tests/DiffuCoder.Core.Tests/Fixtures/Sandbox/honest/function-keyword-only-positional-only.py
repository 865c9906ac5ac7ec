#: expect=pass
#: category=honest
def between(value, /, low, high, *, strict=False):
    return low < value < high if strict else low <= value <= high
#### statements
assert between(1, 1, 3) and not between(1, 1, 3, strict=True) and between(2, high=3, low=1)
for bad in (lambda: between(value=1, low=1, high=2), lambda: between(1, 1, 3, True)):
    try:
        bad()
        assert False, "must raise"
    except TypeError:
        pass
