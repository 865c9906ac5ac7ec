#: expect=pass
#: category=honest
class Solution:
    def middleNode(self, head):
        slow = fast = head
        while fast and fast.next:
            slow, fast = slow.next, fast.next.next
        return slow

    def removeValue(self, head, value):
        while head and head.val == value:
            head = head.next
        node = head
        while node and node.next:
            if node.next.val == value:
                node.next = node.next.next
            else:
                node = node.next
        return head

    def hasCycle(self, head):
        seen = set()
        while head:
            if id(head) in seen:
                return True
            seen.add(id(head))
            head = head.next
        return False
#### setup
class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


def build(values):
    head = None
    for v in reversed(values):
        head = ListNode(v, head)
    return head


def values(node):
    out = []
    while node:
        out.append(node.val)
        node = node.next
    return out
#### statements
head = build([1, 2, 3, 4])
assert Solution().middleNode(head) is head.next.next
#### statements
assert values(Solution().removeValue(build([7, 1, 7, 2, 7]), 7)) == [1, 2]
#### statements
loop = build([1, 2, 3])
assert not Solution().hasCycle(loop)
loop.next.next.next = loop
assert Solution().hasCycle(loop)
