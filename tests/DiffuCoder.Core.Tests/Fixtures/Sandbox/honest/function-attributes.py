#: expect=pass
#: category=honest
def counter():
    counter.calls += 1
    return counter.calls


counter.calls = 0
counter.tags = {"kind": "test"}
#### statements
assert counter() == 1 and counter() == 2 and counter.calls == 2 and counter.tags["kind"] == "test"
counter.calls = 10
assert counter() == 11
assert hasattr(counter, "tags") and not hasattr(counter, "nothing")
