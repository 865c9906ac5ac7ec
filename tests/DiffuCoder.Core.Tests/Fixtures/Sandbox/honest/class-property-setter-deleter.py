#: expect=pass
#: category=honest
class Celsius:
    def __init__(self, degrees=0.0):
        self._degrees = degrees

    @property
    def degrees(self):
        """Degrees above freezing."""
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        if value < -273.15:
            raise ValueError("below absolute zero")
        self._degrees = value

    @degrees.deleter
    def degrees(self):
        self._degrees = 0.0

    @property
    def fahrenheit(self):
        return self._degrees * 9 / 5 + 32
#### statements
c = Celsius()
c.degrees = 100
assert c.fahrenheit == 212 and c.degrees == 100
del c.degrees
assert c.degrees == 0.0 and c.fahrenheit == 32
#### statements
try:
    c.degrees = -300
    assert False
except ValueError as error:
    assert "absolute" in str(error)
try:
    c.fahrenheit = 1
    assert False
except AttributeError:
    pass
