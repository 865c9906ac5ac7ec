#: expect=pass
#: category=honest
class Token:
    pass


def pair():
    t = Token()
    return t, t
#### statements
a, b = pair()
c = Token()
assert a is b and a == b and a != c and len({a, b, c}) == 2
counts = {}
for t in (a, b, c):
    counts[t] = counts.get(t, 0) + 1
assert counts[a] == 2 and counts[c] == 1
