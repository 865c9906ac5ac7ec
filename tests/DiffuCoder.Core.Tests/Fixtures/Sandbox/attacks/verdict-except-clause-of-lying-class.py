#: expect=fail
#: category=verdict
# `except` does not ask __subclasscheck__ in Python, and must not do it across the channel.
class Matches(type):
    def __instancecheck__(cls, value):
        return True

    __subclasscheck__ = __instancecheck__


class TooSmall(Exception, metaclass=Matches):
    pass


def f(n):
    raise KeyError(n)
#### statements
try:
    f(7)
except TooSmall:
    pass
#### statements
caught = None
try:
    f(7)
except Exception as error:
    caught = error
assert type(caught) is TooSmall
