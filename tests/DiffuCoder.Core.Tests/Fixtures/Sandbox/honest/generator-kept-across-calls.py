#: expect=pass
#: category=honest
_source = None


def start(n):
    global _source
    _source = (i * i for i in range(n))


def take():
    return next(_source, None)
#### statements
start(3)
assert take() == 0
#### statements
assert take() == 1
assert take() == 4
assert take() is None
