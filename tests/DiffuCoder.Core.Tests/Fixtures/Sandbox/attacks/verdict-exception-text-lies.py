#: expect=fail
#: category=verdict
# What an error says is compared as plain text, and its arguments as plain data.
class Agreeable:
    def __eq__(self, other):
        return True


class Text(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class Wrong(ValueError):
    def __str__(self):
        return Text("something else")

    args = property(lambda self: (Agreeable(),))


def f(n):
    raise Wrong() if n else ValueError(Text("something else"), Agreeable())
#### statements
message = None
try:
    f(7)
except ValueError as error:
    message = str(error)
assert message == "must be positive"
#### statements
parts = None
try:
    f(0)
except ValueError as error:
    parts = error.args
assert parts == ("must be positive", 7)
