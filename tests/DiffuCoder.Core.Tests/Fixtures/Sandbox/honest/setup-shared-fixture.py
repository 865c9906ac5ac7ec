#: expect=pass
#: category=honest
def push_all(stack, items):
    for item in items:
        stack.push(item)
    return stack


def empty(stack):
    out = []
    while not stack.is_empty():
        out.append(stack.pop())
    return out
#### setup
class Stack:
    def __init__(self):
        self._items = []

    def push(self, item): self._items.append(item)
    def pop(self): return self._items.pop()
    def is_empty(self): return not self._items
    def __len__(self): return len(self._items)


shared = Stack()
#### statements
assert push_all(shared, "abc") is shared and len(shared) == 3
#### statements
assert empty(shared) == ["c", "b", "a"] and shared.is_empty() and len(shared) == 0
