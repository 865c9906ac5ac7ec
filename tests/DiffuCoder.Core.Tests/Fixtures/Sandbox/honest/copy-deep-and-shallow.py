#: expect=pass
#: category=honest
import copy


class Node:
    def __init__(self, value, children=()):
        self.value = value
        self.children = list(children)


def duplicate(node, deep):
    return copy.deepcopy(node) if deep else copy.copy(node)
#### statements
n = Node(1, [Node(2)])
shallow, deep = duplicate(n, False), duplicate(n, True)
assert shallow is not n and shallow.children is n.children and deep.children is not n.children
n.children[0].value = 9
assert shallow.children[0].value == 9 and deep.children[0].value == 2
