#: expect=pass
#: category=honest
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)


def centre(points):
    return sum(p.x for p in points) / len(points), sum(p.y for p in points) / len(points)
#### statements
points = [Point(i, -i) for i in range(1000)]
assert centre(points) == (499.5, -499.5)
total = Point(0, 0)
for p in points:
    total = total + p
assert (total.x, total.y) == (499500, -499500)
