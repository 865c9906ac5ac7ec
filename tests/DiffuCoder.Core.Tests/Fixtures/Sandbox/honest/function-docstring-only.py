#: expect=pass
#: category=honest
def todo():
    """Does nothing yet."""


def nothing(*args, **kwargs):
    ...


class Empty:
    """An empty class."""
#### statements
assert todo() is None and nothing(1, a=2) is None and todo.__doc__ == "Does nothing yet." and Empty.__doc__ == "An empty class."
assert isinstance(Empty(), Empty)
