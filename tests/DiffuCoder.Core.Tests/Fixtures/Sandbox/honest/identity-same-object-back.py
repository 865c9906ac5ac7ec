#: expect=pass
#: category=honest
def choose(flag, a, b):
    return a if flag else b


def identity(x):
    return x


def wrap(x):
    return [x, x]
#### statements
a, b = [1], [1]
assert choose(True, a, b) is a and choose(False, a, b) is b and identity(a) is a
w = wrap(a)
assert w[0] is a and w[0] is w[1]
#### statements
o = object()
assert identity(o) is o and wrap(o)[1] is o and identity(None) is None and identity(True) is True
