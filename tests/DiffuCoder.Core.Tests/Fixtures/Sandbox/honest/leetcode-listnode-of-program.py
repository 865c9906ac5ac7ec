#: expect=pass
#: category=honest
class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


class Solution:
    def reverseList(self, head):
        previous = None
        while head:
            head.next, previous, head = previous, head, head.next
        return previous

    def mergeTwoLists(self, a, b):
        dummy = tail = ListNode()
        while a and b:
            if a.val <= b.val:
                tail.next, a = a, a.next
            else:
                tail.next, b = b, b.next
            tail = tail.next
        tail.next = a or b
        return dummy.next
#### statements
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


assert values(Solution().reverseList(build([1, 2, 3]))) == [3, 2, 1] and Solution().reverseList(None) is None
#### statements
assert values(Solution().mergeTwoLists(build([1, 4]), build([2, 3, 5]))) == [1, 2, 3, 4, 5]
