#: expect=pass
#: category=honest
import inspect


def add(a, b):
    """Adds."""
    return a + b


def sub(a, b):
    """Subtracts."""
    return a - b


OPERATIONS = [add, sub]


def by_name(name):
    return {f.__name__: f for f in OPERATIONS}[name]


def document():
    return {f.__name__: inspect.getdoc(f) for f in OPERATIONS}
#### statements
assert by_name("sub")(5, 3) == 2 and by_name("add") is add and [f(6, 2) for f in OPERATIONS] == [8, 4]
assert document() == {"add": "Adds.", "sub": "Subtracts."} and OPERATIONS[0] is add and add in OPERATIONS
