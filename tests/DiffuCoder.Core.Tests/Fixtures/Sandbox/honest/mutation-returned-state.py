#: expect=pass
#: category=honest
class Board:
    def __init__(self):
        self._cells = [" "] * 9

    def cells(self):
        return self._cells

    def safe(self):
        return list(self._cells)
#### statements
b = Board()
b.cells()[4] = "x"
assert b.cells()[4] == "x" and b.cells() is b.cells()
b.safe()[0] = "o"
assert b.cells()[0] == " " and b.safe() is not b.cells()
