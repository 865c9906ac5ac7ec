#: expect=pass
#: category=honest
class Squares:
    def __init__(self, n):
        self.n = n

    def __getitem__(self, index):
        if not 0 <= index < self.n:
            raise IndexError(index)
        return index * index
#### statements
assert [s for s in Squares(5)] == [0, 1, 4, 9, 16]
assert 9 in Squares(5)
assert list(zip(Squares(3), "abc")) == [(0, "a"), (1, "b"), (4, "c")]
