#: expect=pass
#: category=honest
def memoize(function):
    cache = {}
    calls = []

    def wrapped(*args):
        if args not in cache:
            calls.append(args)
            cache[args] = function(*args)
        return cache[args]

    wrapped.calls = calls
    return wrapped


@memoize
def cube(n):
    return n ** 3
#### statements
assert cube(3) == 27 and cube(3) == 27
assert len(cube.calls) == 1
assert cube.calls[0] == (3,)
