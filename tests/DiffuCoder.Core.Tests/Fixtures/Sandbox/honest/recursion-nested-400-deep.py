#: expect=pass
#: category=honest
def chain(n):
    node = None
    for i in range(n):
        node = {"value": i, "next": node}
    return node


def pairs(n):
    value = ()
    for i in range(n):
        value = (i, value)
    return value


def count(node):
    n = 0
    while node:
        node, n = node["next"], n + 1
    return n
#### statements
node, n = chain(400), 0
while node:
    node, n = node["next"], n + 1
assert n == 400
#### statements
value = pairs(450)
assert value[0] == 449 and value[1][1][0] == 447
given = None
for i in range(300):
    given = {"value": i, "next": given}
assert count(given) == 300
