#: expect=pass
#: category=honest
def area(width: float, height: float = 2) -> float:
    """Area of a rectangle.

    Both sides in metres.
    """
    return width * height


square = lambda x: x * x
#### statements
assert area.__doc__.startswith("Area of a rectangle.") and area.__name__ == "area" and area.__defaults__ == (2,)
assert area.__annotations__ == {"width": float, "height": float, "return": float} and square.__name__ == "<lambda>"
assert area.__code__.co_argcount == 2 and callable(area) and area(3) == 6
