#: expect=pass
#: category=honest
from dataclasses import dataclass, field, is_dataclass
from typing import ClassVar


@dataclass
class Base:
    id: int
    made: ClassVar[int] = 0

    def __post_init__(self):
        Base.made += 1


@dataclass
class Child(Base):
    tags: set = field(default_factory=set)
    parent: "Child" = None
#### statements
a = Child(1)
b = Child(2, {"t"}, a)
assert b.parent is a and b.tags == {"t"} and Base.made == 2 and a.parent is None and Child(1) == a and Base(1) != a
assert is_dataclass(b) and isinstance(b, Base) and list(Child.__dataclass_fields__)[:2] == ["id", "made"]
