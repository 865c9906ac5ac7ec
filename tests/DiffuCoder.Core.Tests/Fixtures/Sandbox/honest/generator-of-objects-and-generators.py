#: expect=pass
#: category=honest
class Row:
    def __init__(self, *cells):
        self.cells = list(cells)


def rows(n):
    for i in range(n):
        yield Row(i, i * i)


def nested(n):
    for i in range(n):
        yield (j for j in range(i))
#### statements
got = list(rows(3))
assert [r.cells for r in got] == [[0, 0], [1, 1], [2, 4]] and all(isinstance(r, Row) for r in got)
got[0].cells.append("x")
assert got[0].cells == [0, 0, "x"]
#### statements
assert [list(g) for g in nested(4)] == [[], [0], [0, 1], [0, 1, 2]]
