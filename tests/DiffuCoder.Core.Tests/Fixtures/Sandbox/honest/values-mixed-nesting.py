#: expect=pass
#: category=honest
def mixed():
    return {"list": [1, (2, {3}), None], ("t", 1): {"x": b"y"}, 2.5: [True, 1j], frozenset([1]): range(3), None: "none", False: ...}


def same_inside():
    inner = [1]
    return {"a": inner, "b": [inner, inner]}


def echo(value):
    return value
#### statements
m = mixed()
assert m == {"list": [1, (2, {3}), None], ("t", 1): {"x": b"y"}, 2.5: [True, 1j], frozenset([1]): range(3), None: "none", False: ...}
s = same_inside()
s["a"].append(2)
assert s == {"a": [1, 2], "b": [[1, 2], [1, 2]]} and s["b"][0] is s["b"][1]
assert echo(...) is ... and echo(NotImplemented) is NotImplemented and echo(slice(1, 2)) == slice(1, 2)
