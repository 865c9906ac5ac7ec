#: expect=pass
#: category=honest
class Ignoring:
    def __init__(self, *kinds):
        self.kinds = kinds
        self.caught = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.caught = error
        return kind is not None and issubclass(kind, self.kinds)
#### statements
with Ignoring(ZeroDivisionError, ValueError) as guard:
    int("x")
assert isinstance(guard.caught, ValueError)
#### statements
try:
    with Ignoring(ValueError):
        {}["a"]
    assert False
except KeyError as error:
    assert error.args == ("a",)
