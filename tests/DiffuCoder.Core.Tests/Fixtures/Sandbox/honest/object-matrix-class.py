#: expect=pass
#: category=honest
class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])

    def __matmul__(self, other):
        return Matrix([[sum(a * b for a, b in zip(row, column)) for column in zip(*other.rows)] for row in self.rows])

    def __pow__(self, n):
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ base
            base, n = base @ base, n >> 1
        return result

    def __eq__(self, other):
        return isinstance(other, Matrix) and self.rows == other.rows

    def __getitem__(self, where):
        return self.rows[where[0]][where[1]]

    @property
    def T(self):
        return Matrix(zip(*self.rows))
#### statements
m = Matrix([[1, 1], [1, 0]])
assert (m ** 10)[0, 1] == 55 and m @ Matrix.identity(2) == m and (m ** 300)[0, 1] % 1000 == 600 and Matrix([[1, 2]]).T == Matrix([[1], [2]])
assert m != 5 and (m ** 0) == Matrix.identity(2)
