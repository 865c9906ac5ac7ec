#: expect=pass
#: category=honest
def split_case(text):
    return [c for c in text if c.isupper()], [c for c in text if c.islower()]


def ratio(a, b):
    return a / b


def none(*_):
    return None


def keys(n):
    return {i: {"square": i * i, "half": i / 2} for i in range(n)}
#### equals
split_case("aBcD")
(['B', 'D'], ['a', 'c'])
#### equals
ratio(1, 3)
0.3333333333333333
#### equals
none(1, 2)
None
#### equals
keys(2)
{0: {'square': 0, 'half': 0.0}, 1: {'square': 1, 'half': 0.5}}
#### equals
{len(s) for s in split_case("aBc")[1]}
{1}
