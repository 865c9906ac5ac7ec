#: expect=pass
#: category=honest
def parts(mapping):
    return mapping.keys(), mapping.values(), mapping.items()
#### statements
keys, values, items = parts({"a": 1, "b": 2})
assert list(keys) == ["a", "b"] and list(values) == [1, 2] and list(items) == [("a", 1), ("b", 2)]
assert "a" in keys and 2 in values and ("b", 2) in items
assert len(items) == 2
