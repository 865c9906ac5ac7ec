#: expect=pass
#: category=honest
registry = {}
order = []


def lookup(name):
    order.append(name)
    return registry.get(name, "unknown")
#### statements
assert lookup("a") == "unknown"
registry["a"] = 1
assert lookup("a") == 1
assert order == ["a", "a"]
order.clear()
lookup("b")
assert order == ["b"] and len(registry) == 1
