#: expect=pass
#: category=honest
class Everything:
    def __init__(self):
        self.name = "n"
        self.value = 1
        self.kind = "k"
        self.handle = 7
        self.id = 9
        self.type = "t"
        self.r = self.h = self._p = 5

    def call(self, x): return ("call", x)
    def get(self, key, default=None): return (key, default)
    def set(self, **values): self.__dict__.update(values)
    def items(self): return [("k", 1)]
    def keys(self): return ["k"]
    def close(self): return "closed"
    def send(self, x): return ("send", x)
    def next(self): return 3
#### statements
e = Everything()
assert (e.name, e.value, e.kind, e.handle, e.id, e.type, e.r, e.h, e._p) == ("n", 1, "k", 7, 9, "t", 5, 5, 5)
assert e.call(1) == ("call", 1) and e.get("a") == ("a", None) and e.items() == [("k", 1)] and e.keys() == ["k"] and e.close() == "closed"
assert e.send(2) == ("send", 2) and e.next() == 3
e.set(name="m", extra=[1])
assert e.name == "m" and e.extra == [1]
