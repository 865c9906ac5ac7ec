#: expect=pass
#: category=honest
def divide(a, b):
    return a / b


def pick(items, key):
    return items[key]


def attribute(x):
    return x.nothing


def unpack(x):
    a, b = x
    return a
#### statements
def kind(function, *args):
    try:
        function(*args)
    except Exception as error:
        return type(error)


assert kind(divide, 1, 0) is ZeroDivisionError and kind(divide, 1, "x") is TypeError
assert kind(pick, [1], 5) is IndexError and kind(pick, {}, "k") is KeyError and kind(attribute, 1) is AttributeError
assert kind(unpack, [1, 2, 3]) is ValueError and kind(unpack, 5) is TypeError and kind(divide, 1, 2) is None
