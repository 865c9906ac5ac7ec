#: expect=pass
#: category=honest
class Tree:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right
#### statements
tree = Tree(4, Tree(2, Tree(1), Tree(3)), Tree(6))
assert list(tree) == [1, 2, 3, 4, 6]
assert max(tree) == 6
assert 3 in tree and 5 not in tree
