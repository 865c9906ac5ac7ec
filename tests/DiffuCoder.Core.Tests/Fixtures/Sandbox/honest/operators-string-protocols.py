#: expect=pass
#: category=honest
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __str__(self):
        return f"({self.x}, {self.y})"

    def __repr__(self):
        return f"Point(x={self.x}, y={self.y})"

    def __format__(self, spec):
        if spec == "polar":
            return f"r={abs(complex(self.x, self.y)):.1f}"
        return str(self)

    def __bytes__(self):
        return bytes([self.x, self.y])
#### statements
p = Point(3, 4)
assert str(p) == "(3, 4)" and repr(p) == "Point(x=3, y=4)"
assert f"{p}" == "(3, 4)" and f"{p:polar}" == "r=5.0" and f"{p!r}" == repr(p)
assert "%s and %r" % (p, p) == "(3, 4) and Point(x=3, y=4)"
assert str([p]) == "[Point(x=3, y=4)]"
assert bytes(p) == b"\x03\x04"
