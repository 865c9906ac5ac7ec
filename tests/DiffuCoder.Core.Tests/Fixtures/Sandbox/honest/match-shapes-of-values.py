#: expect=pass
#: category=honest
def describe(value):
    match value:
        case None:
            return "none"
        case bool(b):
            return f"bool {b}"
        case int() | float() as number if number < 0:
            return "negative"
        case 0:
            return "zero"
        case str(s):
            return f"text {s}"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [first, *_, last]:
            return f"{first} to {last}"
        case {"type": kind, **rest}:
            return f"{kind} with {sorted(rest)}"
        case _:
            return "other"
#### statements
values = [None, True, -2, -0.5, 0, "a", [], [1], (1, 2, 3), {"type": "t", "b": 1, "a": 2}, {1}, 7]
assert [describe(v) for v in values] == ["none", "bool True", "negative", "negative", "zero", "text a", "empty", "one 1", "1 to 3",
                                         "t with ['a', 'b']", "other", "other"]
