#: expect=pass
#: category=honest
def curry3(function):
    return lambda a: lambda b: lambda c: function(a, b, c)


def volume(a, b, c):
    return a * b * c
#### statements
assert curry3(volume)(2)(3)(4) == 24
#### statements
by_two = curry3(volume)(2)
assert [by_two(n)(1) for n in range(4)] == [0, 2, 4, 6]
#### statements
assert curry3(lambda a, b, c: a + b + c)("x")("y")("z") == "xyz"
