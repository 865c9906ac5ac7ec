#: expect=fail
#: category=verdict
# Sorting by the program's key: the key's order is the program's claim.
class First:
    def __lt__(self, other):
        return True


def key(text):
    return First()
#### statements
assert sorted(["b", "c", "a"], key=key) == ["a", "b", "c"]
#### statements
assert min([3, 1, 2], key=key) == 1 and max([3, 1, 2], key=key) == 3
