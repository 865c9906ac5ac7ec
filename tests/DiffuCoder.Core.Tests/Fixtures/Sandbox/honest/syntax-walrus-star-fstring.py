#: expect=pass
#: category=honest
def first_long(words, n):
    return found if (found := next((w for w in words if len(w) > n), None)) else "none"


def spread(first, *middle, last):
    return [first, *middle, last], {**{"a": 1}, "n": len(middle)}


def table(rows):
    width = max(len(name) for name, _ in rows)
    return [f"{name:<{width}}|{value:>8,.2f}|{value!r}" for name, value in rows]


def debug(x):
    return f"{x=} {x + 1 = } {x:#06b}"
#### statements
assert first_long(["a", "abc"], 2) == "abc" and first_long([], 1) == "none"
assert spread(1, 2, 3, last=4) == ([1, 2, 3, 4], {"a": 1, "n": 2})
assert table([("a", 1234.5), ("bcd", 2)]) == ["a  |1,234.50|1234.5", "bcd|    2.00|2"] and debug(5) == "x=5 x + 1 = 6 0b0101"
