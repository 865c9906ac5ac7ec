#: expect=pass
#: category=honest
def pairs(a, b):
    return zip(a, b)


def upper(words):
    return map(str.upper, words)


def positive(numbers):
    return filter(lambda n: n > 0, numbers)


def numbered(words):
    return enumerate(words, 1)
#### statements
assert list(pairs([1, 2], "ab")) == [(1, "a"), (2, "b")]
assert list(upper(["x", "y"])) == ["X", "Y"]
assert list(positive([-1, 2, 0, 3])) == [2, 3]
assert dict(numbered(["a", "b"])) == {1: "a", 2: "b"}
#### statements
z = pairs([1], [2])
assert next(z) == (1, 2)
assert list(z) == []
