#: expect=pass
#: category=honest
def extend(items, more):
    items += more
    return items


def join(words):
    text = ""
    for w in words:
        text += w
    return text


def union(a, b):
    a |= b
    return a


def times(n, items):
    return n * items
#### statements
a = [1]
assert extend(a, (2, 3)) is a and a == [1, 2, 3] and join("abc") == "abc"
s, d, t = {1}, {"k": 1}, (1,)
assert union(s, {2}) is s and s == {1, 2} and union(d, {"j": 2}) is d and d == {"k": 1, "j": 2}
assert extend(t, (2,)) == (1, 2) and t == (1,) and times(2, "ab") == "abab" and times(0, [1]) == []
