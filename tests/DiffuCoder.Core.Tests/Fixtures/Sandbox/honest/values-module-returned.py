#: expect=pass
#: category=honest
import collections
import math


def module():
    return math


def tools():
    return {"deque": collections.deque, "pi": math.pi}
#### statements
import math
assert module().floor(2.5) == 2 and module().__name__ == "math" and tools()["pi"] == math.pi and list(tools()["deque"]([1])) == [1]
