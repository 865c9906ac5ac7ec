#: expect=fail
#: category=verdict
# A list with a length, an order and items of its own telling.
class Items(list):
    def __eq__(self, other):
        return True

    def __iter__(self):
        return iter([1, 2, 3])

    def __len__(self):
        return 3

    def __getitem__(self, place):
        return 1 + place if isinstance(place, int) else self

    def __contains__(self, item):
        return True

    __hash__ = None


def f(n):
    return Items([9])
#### statements
assert f(7) == [1, 2, 3]
#### statements
assert len(f(7)) == 3
#### statements
assert sorted(f(7)) == [1, 2, 3]
#### statements
assert f(7)[1] == 2 and 77 not in f(7)
