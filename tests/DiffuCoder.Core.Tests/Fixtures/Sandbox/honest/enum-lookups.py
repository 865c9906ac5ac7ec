#: expect=pass
#: category=honest
from enum import Enum


class Planet(Enum):
    EARTH = (5.97e24, 6.378e6)
    MARS = (6.42e23, 3.397e6)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def gravity(self):
        return 6.674e-11 * self.mass / self.radius ** 2


def heavier(a, b):
    return a if a.mass > b.mass else b
#### statements
assert heavier(Planet.EARTH, Planet.MARS) is Planet.EARTH and Planet["MARS"].radius == 3.397e6
assert round(Planet.EARTH.gravity, 1) == 9.8 and [p.name for p in Planet] == ["EARTH", "MARS"]
assert Planet((6.42e23, 3.397e6)) is Planet.MARS and len(Planet) == 2 and Planet.MARS in Planet
