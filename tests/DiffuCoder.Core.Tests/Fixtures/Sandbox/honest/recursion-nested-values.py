#: expect=pass
#: category=honest
def nest(n):
    value = []
    for _ in range(n):
        value = [value]
    return value


def depth(value):
    levels = 0
    while value:
        value = value[0]
        levels += 1
    return levels
#### statements
v = nest(150)
n = 0
while v:
    v = v[0]
    n += 1
assert n == 150
#### statements
deep = []
for _ in range(180):
    deep = [deep]
assert depth(deep) == 180
