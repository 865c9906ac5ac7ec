#: expect=pass
#: category=honest
class Shape:
    count = 0

    def __init__(self, name):
        self.name = name
        Shape.count += 1

    def area(self):
        raise NotImplementedError

    def describe(self):
        return f"{self.name}: {self.area()}"


def total(shapes):
    return sum(s.area() for s in shapes)
#### statements
class Rectangle(Shape):
    def __init__(self, w, h):
        super().__init__("rectangle")
        self.w, self.h = w, h

    def area(self):
        return self.w * self.h


class Square(Rectangle):
    def __init__(self, side):
        super().__init__(side, side)
        self.name = "square"

    def describe(self):
        return super().describe() + "!"


r, s = Rectangle(2, 3), Square(2)
assert r.describe() == "rectangle: 6" and s.describe() == "square: 4!" and total([r, s]) == 10 and Shape.count == 2
assert isinstance(s, Shape) and issubclass(Square, Shape)
