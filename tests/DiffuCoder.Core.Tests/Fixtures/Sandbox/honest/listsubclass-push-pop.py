#: expect=pass
#: category=honest
class Stack(list):
    """A stack with a limit."""

    def __init__(self, limit):
        super().__init__()
        self.limit = limit

    def push(self, item):
        if len(self) >= self.limit:
            raise OverflowError("stack is full")
        self.append(item)
        return self
#### statements
s = Stack(2)
s.push(1).push(2)
assert s == [1, 2] and s.limit == 2 and isinstance(s, list)
try:
    s.push(3)
    assert False
except OverflowError:
    pass
assert s.pop() == 2 and len(s) == 1 and s[0] == 1 and bool(s)
