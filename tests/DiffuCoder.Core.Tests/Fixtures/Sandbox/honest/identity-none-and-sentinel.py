#: expect=pass
#: category=honest
MISSING = object()


def get(table, key, default=MISSING):
    if key in table:
        return table[key]
    if default is MISSING:
        raise KeyError(key)
    return default


def absent():
    return MISSING
#### statements
assert get({"a": 1}, "a") == 1 and get({}, "a", None) is None and absent() is MISSING and absent() is absent()
try:
    get({}, "q")
    assert False
except KeyError:
    pass
