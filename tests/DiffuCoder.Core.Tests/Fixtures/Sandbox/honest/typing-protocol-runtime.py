#: expect=pass
#: category=honest
from typing import Protocol, runtime_checkable


@runtime_checkable
class Drawable(Protocol):
    def draw(self) -> str: ...


class Circle:
    def draw(self) -> str:
        return "o"


def render(items):
    return "".join(item.draw() for item in items if isinstance(item, Drawable))
#### statements
class Box:
    def draw(self):
        return "[]"


class Nothing:
    pass


assert render([Circle(), Box(), Nothing(), 3]) == "o[]" and isinstance(Circle(), Drawable) and not isinstance(Nothing(), Drawable)
