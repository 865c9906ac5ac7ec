#: expect=pass
#: category=honest
class Matrix:
    def __class_getitem__(cls, shape):
        return cls.zeros(*shape)

    def __init__(self, rows):
        self.rows = rows

    @classmethod
    def zeros(cls, height, width):
        return cls([[0] * width for _ in range(height)])
#### statements
assert Matrix[2, 3].rows == [[0, 0, 0], [0, 0, 0]]
