#: expect=fail
#: category=verdict
# A dictionary that has every key, and under each the value hoped for.
class Always:
    def __eq__(self, other):
        return True


class Store(dict):
    def __missing__(self, key):
        return Always()

    def __contains__(self, key):
        return True

    def get(self, key, default=None):
        return Always()

    def __eq__(self, other):
        return True

    def items(self):
        return [("a", 1)]

    __hash__ = None


def f(n):
    return Store()
#### statements
assert f(7) == {"a": 1}
#### statements
assert f(7)["a"] == 1
#### statements
assert "a" in f(7)
#### statements
assert f(7).get("a") == 1
#### statements
assert list(f(7).items()) == [("a", 1)]
