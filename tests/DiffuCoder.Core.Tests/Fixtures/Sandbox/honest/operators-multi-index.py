#: expect=pass
#: category=honest
class Grid:
    def __init__(self, rows, columns, fill=0):
        self.cells = [[fill] * columns for _ in range(rows)]

    def __getitem__(self, where):
        row, column = where
        return self.cells[row][column]

    def __setitem__(self, where, value):
        row, column = where
        self.cells[row][column] = value

    def __delitem__(self, row):
        del self.cells[row]

    def __contains__(self, value):
        return any(value in row for row in self.cells)
#### statements
g = Grid(2, 3)
g[1, 2] = "x"
g[0, 0] += 7
assert g[1, 2] == "x" and g[0, 0] == 7 and "x" in g and "y" not in g
del g[1]
assert g.cells == [[7, 0, 0]]
