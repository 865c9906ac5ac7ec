#: expect=pass
#: category=honest
from abc import ABC, abstractmethod
import math


class Shape(ABC):
    @abstractmethod
    def area(self):
        ...

    def describe(self):
        return f"{type(self).__name__} of {self.area():.2f}"


class Circle(Shape):
    def __init__(self, radius):
        self.radius = radius

    def area(self):
        return math.pi * self.radius ** 2


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side ** 2
#### statements
assert Circle(1).describe() == "Circle of 3.14" and Square(3).area() == 9
assert isinstance(Square(1), Shape) and issubclass(Circle, Shape) and not issubclass(Circle, Square)
#### statements
try:
    Shape()
    assert False
except TypeError as error:
    assert "abstract" in str(error)
