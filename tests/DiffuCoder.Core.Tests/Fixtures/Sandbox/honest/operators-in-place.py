#: expect=pass
#: category=honest
class Bag:
    def __init__(self, items=()):
        self.items = list(items)

    def __iadd__(self, items):
        self.items.extend(items)
        return self

    def __isub__(self, items):
        for item in items:
            self.items.remove(item)
        return self

    def __imul__(self, n):
        self.items *= n
        return self
#### statements
bag = Bag([1])
same = bag
bag += [2, 3]
assert bag is same and bag.items == [1, 2, 3]
bag -= [2]
bag *= 2
assert same.items == [1, 3, 1, 3]
