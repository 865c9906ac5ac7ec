#: expect=pass
#: category=honest
from collections import deque


class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right


def build(values):
    if not values:
        return None
    values = iter(values)
    root = TreeNode(next(values))
    queue = deque([root])
    for v in values:
        node = queue.popleft()
        if v is not None:
            node.left = TreeNode(v)
            queue.append(node.left)
        v = next(values, None)
        if v is not None:
            node.right = TreeNode(v)
            queue.append(node.right)
    return root


class Solution:
    def maxDepth(self, root):
        return 0 if root is None else 1 + max(self.maxDepth(root.left), self.maxDepth(root.right))

    def invertTree(self, root):
        if root:
            root.left, root.right = self.invertTree(root.right), self.invertTree(root.left)
        return root
#### statements
root = build([3, 9, 20, None, None, 15, 7])
assert Solution().maxDepth(root) == 3 and root.right.left.val == 15 and root.left.left is None
assert Solution().invertTree(root) is root and root.left.val == 20 and root.left.right.val == 15
