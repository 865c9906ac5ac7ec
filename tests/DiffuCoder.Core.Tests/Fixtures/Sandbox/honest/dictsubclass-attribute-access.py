#: expect=pass
#: category=honest
class Namespace(dict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name)

    def __setattr__(self, name, value):
        self[name] = value
#### statements
n = Namespace(a=1)
n.b = 2
n["c"] = 3
assert n.a == 1 and n.c == 3 and n == {"a": 1, "b": 2, "c": 3}
assert list(n) == ["a", "b", "c"] and n.get("zz", 0) == 0 and {**n}["b"] == 2
n.update(d=4)
assert n.pop("d") == 4 and "d" not in n
