#: expect=pass
#: category=honest
def transfer(source, target):
    while source:
        target.append(source.pop())
    return source, target
#### statements
a, b = [1, 2], [0]
x, y = transfer(a, b)
assert x is a and y is b and a == [] and b == [0, 2, 1]
