#: expect=pass
#: category=honest
from enum import Enum, unique


@unique
class Level(str, Enum):
    LOW = "low"
    HIGH = "high"

    @classmethod
    def parse(cls, text):
        return cls(text.lower())


def flip(level):
    return Level.HIGH if level is Level.LOW else Level.LOW
#### statements
assert Level.parse("LOW") is Level.LOW and Level.LOW == "low" and flip(Level.LOW) == "high" and flip(Level.HIGH) is Level.LOW
assert Level.HIGH.upper() == "HIGH" and isinstance(Level.LOW, str) and {"low": 1}[Level.LOW] == 1
#### statements
try:
    Level.parse("middle")
    assert False
except ValueError as error:
    assert "middle" in str(error)
