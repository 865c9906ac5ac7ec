#: expect=pass
#: category=honest
from functools import singledispatch


@singledispatch
def describe(value):
    return f"thing {value}"


@describe.register
def _(value: int):
    return f"number {value}"


@describe.register(list)
def _(value):
    return "list of " + ", ".join(map(describe, value))
#### statements
assert describe(3) == "number 3" and describe("x") == "thing x" and describe([1, "a", [2]]) == "list of number 1, thing a, list of number 2"
