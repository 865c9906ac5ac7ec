#: expect=pass
#: category=honest
def call(function, *args, **kwargs):
    return function(*args, **kwargs)


def spread(*args, sep=" ", **kwargs):
    return sep.join([*map(str, args), *(f"{k}={v}" for k, v in kwargs.items())])
#### statements
assert call(spread, 1, 2, sep="-", a=3) == "1-2-a=3"
assert call(lambda a, b=2, *c, d, **e: (a, b, c, d, e), 1, 5, 6, d=7, z=8) == (1, 5, (6,), 7, {"z": 8})
assert call(dict, a=1) == {"a": 1} and call(sorted, [1, 2], reverse=True) == [2, 1]
