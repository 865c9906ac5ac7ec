#: expect=pass
#: category=honest
class MinStack:
    def __init__(self):
        self.stack = []

    def push(self, val: int) -> None:
        self.stack.append((val, min(val, self.stack[-1][1]) if self.stack else val))

    def pop(self) -> None:
        self.stack.pop()

    def top(self) -> int:
        return self.stack[-1][0]

    def getMin(self) -> int:
        return self.stack[-1][1]
#### statements
s = MinStack()
calls = [("push", -2), ("push", 0), ("push", -3), ("getMin",), ("pop",), ("top",), ("getMin",)]
got = [getattr(s, name)(*args) for name, *args in calls]
assert got == [None, None, None, -3, None, 0, -2]
