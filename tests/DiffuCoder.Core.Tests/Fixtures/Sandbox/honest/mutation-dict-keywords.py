#: expect=pass
#: category=honest
def merge(*, into, extra, remove=()):
    into.update(extra)
    for key in remove:
        del into[key]
    return len(into)
#### statements
d = {"a": 1, "b": 2}
assert merge(into=d, extra={"c": 3}, remove=["a"]) == 2
assert d == {"b": 2, "c": 3} and list(d) == ["b", "c"]
