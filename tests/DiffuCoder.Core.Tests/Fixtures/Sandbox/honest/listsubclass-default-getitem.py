#: expect=pass
#: category=honest
class Sparse(list):
    def __getitem__(self, index):
        try:
            return super().__getitem__(index)
        except IndexError:
            return 0

    def __setitem__(self, index, value):
        while len(self) <= index:
            self.append(0)
        super().__setitem__(index, value)
#### statements
s = Sparse()
s[3] = 9
assert list(s) == [0, 0, 0, 9] and s[100] == 0 and s == [0, 0, 0, 9]
s += [1]
assert len(s) == 5 and sum(s) == 10
