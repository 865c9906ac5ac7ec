#: expect=pass
#: category=honest
from typing import List, Optional


class Solution:
    def inorder(self, root) -> List[int]:
        return self.inorder(root.left) + [root.val] + self.inorder(root.right) if root else []

    def lowestCommonAncestor(self, root, p, q):
        while root:
            if p.val < root.val and q.val < root.val:
                root = root.left
            elif p.val > root.val and q.val > root.val:
                root = root.right
            else:
                return root
#### setup
class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right
#### statements
a, b = TreeNode(1), TreeNode(5)
root = TreeNode(3, a, TreeNode(6, b))
assert Solution().inorder(root) == [1, 3, 5, 6]
assert Solution().lowestCommonAncestor(root, a, b) is root and Solution().lowestCommonAncestor(root, b, root.right) is root.right
