#: expect=pass
#: category=honest
from abc import ABC
from enum import Enum


class Size(Enum):
    SMALL = 1
    LARGE = 2


class Vehicle(ABC):
    size = Size.SMALL

    def __init__(self, plate):
        self.plate = plate


class Car(Vehicle):
    pass


class Bus(Vehicle):
    size = Size.LARGE


class Lot:
    def __init__(self, places):
        self.free = dict(places)
        self.parked = {}

    def park(self, vehicle):
        if not self.free.get(vehicle.size, 0):
            return False
        self.free[vehicle.size] -= 1
        self.parked[vehicle.plate] = vehicle
        return True

    def leave(self, plate):
        vehicle = self.parked.pop(plate)
        self.free[vehicle.size] += 1
        return vehicle
#### statements
lot = Lot({Size.SMALL: 1, Size.LARGE: 1})
car, bus = Car("A1"), Bus("B1")
assert lot.park(car) and not lot.park(Car("A2")) and lot.park(bus)
assert lot.free == {Size.SMALL: 0, Size.LARGE: 0} and set(lot.parked) == {"A1", "B1"}
assert lot.leave("A1") is car and lot.free[Size.SMALL] == 1 and lot.leave("B1").size is Size.LARGE
