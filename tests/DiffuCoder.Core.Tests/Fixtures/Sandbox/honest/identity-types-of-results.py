#: expect=pass
#: category=honest
def make(kind):
    return {"int": 1, "bool": True, "float": 1.0, "str": "1", "none": None, "tuple": (1,), "list": [1], "bytes": b"1", "set": {1},
            "frozenset": frozenset([1]), "dict": {1: 1}, "complex": 1j, "range": range(1)}[kind]
#### statements
for name, kind in [("int", int), ("bool", bool), ("float", float), ("str", str), ("none", type(None)), ("tuple", tuple), ("list", list),
                   ("bytes", bytes), ("set", set), ("frozenset", frozenset), ("dict", dict), ("complex", complex), ("range", range)]:
    assert type(make(name)) is kind, name
assert make("bool") is True and not isinstance(make("int"), bool) and isinstance(make("bool"), int)
