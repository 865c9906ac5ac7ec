#: expect=pass
#: category=honest
def ordered():
    return {"z": 1, "a": 2, "m": 3}


def equal(a, b):
    return a == b, a != b, [a] == [b]


def keys_of(mapping):
    return list(mapping), list(mapping.values())
#### statements
assert list(ordered()) == ["z", "a", "m"] and list(ordered().items())[0] == ("z", 1) and keys_of({"b": 1, "a": 0}) == (["b", "a"], [1, 0])
assert equal(1, 1.0) == (True, False, True) and equal((1,), [1]) == (False, True, False) and equal({1, 2}, frozenset([2, 1])) == (True, False, True)
assert equal("a", b"a") == (False, True, False) and equal(True, 1)[0] and equal({"a": 1, "b": 2}, {"b": 2, "a": 1})[0]
