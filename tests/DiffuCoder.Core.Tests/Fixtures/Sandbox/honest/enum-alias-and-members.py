#: expect=pass
#: category=honest
from enum import Enum


class Status(Enum):
    OK = 200
    FINE = 200
    MISSING = 404

    @classmethod
    def _missing_(cls, value):
        return cls.MISSING

    def __bool__(self):
        return self is Status.OK
#### statements
assert Status.FINE is Status.OK and Status.FINE.name == "OK" and list(Status) == [Status.OK, Status.MISSING]
assert list(Status.__members__) == ["OK", "FINE", "MISSING"] and Status(12345) is Status.MISSING
assert Status.OK and not Status.MISSING and repr(Status.OK) == "<Status.OK: 200>" and str(Status.OK) == "Status.OK"
