#: expect=pass
#: category=honest
def ring(n):
    nodes = [[i] for i in range(n)]
    for a, b in zip(nodes, nodes[1:] + nodes[:1]):
        a.append(b)
    return nodes[0]


def self_list():
    x = []
    x.append(x)
    return x


def length(node):
    start, n = node, 0
    while True:
        node, n = node[1], n + 1
        if node is start:
            return n
#### statements
r = ring(4)
assert r[1][1][1][1] is r and r[1][0] == 1 and length(r) == 4
x = self_list()
assert x[0] is x and len(x) == 1
#### statements
a = [0]
b = [1, a]
a.append(b)
assert length(a) == 2
