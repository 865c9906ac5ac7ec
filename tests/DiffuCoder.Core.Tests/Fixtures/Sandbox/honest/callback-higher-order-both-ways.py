#: expect=pass
#: category=honest
def compose(*functions):
    def composed(x):
        for function in reversed(functions):
            x = function(x)
        return x
    return composed


def apply_all(functions, x):
    return [f(x) for f in functions]
#### statements
assert compose(str, abs, lambda n: n - 10)(3) == "7"
assert apply_all([len, sorted, "".join], ["b", "a"]) == [2, ["a", "b"], "ba"]
#### statements
twice = compose(lambda s: s + "!", str.upper)
assert list(map(twice, "ab")) == ["A!", "B!"]
