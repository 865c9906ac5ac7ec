#: expect=pass
#: category=honest
class Peekable:
    _nothing = object()

    def __init__(self, items):
        self._items = iter(items)
        self._next = self._nothing

    def peek(self, default=None):
        if self._next is self._nothing:
            try:
                self._next = next(self._items)
            except StopIteration:
                return default
        return self._next

    def __iter__(self):
        return self

    def __next__(self):
        if self._next is not self._nothing:
            value, self._next = self._next, self._nothing
            return value
        return next(self._items)
#### statements
p = Peekable(iter("ab"))
assert p.peek() == "a" and next(p) == "a"
assert p.peek() == "b" and list(p) == ["b"]
assert p.peek("empty") == "empty"
