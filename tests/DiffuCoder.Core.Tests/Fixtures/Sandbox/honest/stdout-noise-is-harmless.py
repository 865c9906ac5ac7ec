#: expect=pass
#: category=honest
print("loading")


def add(a, b):
    print("adding", a, b)
    return a + b


print("loaded", flush=True)
#### statements
assert add(1, 2) == 3
#### equals
add(2, 2)
4
