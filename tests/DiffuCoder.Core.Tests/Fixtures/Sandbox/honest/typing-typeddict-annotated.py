#: expect=pass
#: category=honest
from typing import Annotated, Final, Literal, NewType, TypedDict, get_type_hints, overload


class Movie(TypedDict, total=False):
    title: str
    year: int


UserId = NewType("UserId", int)
LIMIT: Final = 3
Side = Literal["left", "right"]


@overload
def double(x: int) -> int: ...
@overload
def double(x: str) -> str: ...
def double(x):
    return x + x


def turn(side: Side, by: Annotated[int, "degrees"] = 90) -> int:
    return by if side == "right" else -by


def hints():
    return sorted(get_type_hints(turn))
#### statements
m = Movie(title="Up", year=2009)
assert m == {"title": "Up", "year": 2009} and type(m) is dict and UserId(5) == 5 and double(2) == 4 and double("a") == "aa" and LIMIT == 3
assert turn("left") == -90 and turn("right", 45) == 45 and hints() == ["by", "return", "side"]
