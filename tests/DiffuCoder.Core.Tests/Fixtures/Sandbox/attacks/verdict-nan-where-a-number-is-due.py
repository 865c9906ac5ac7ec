#: expect=fail
#: category=verdict
# Not-a-number may equal itself in the judging of floats, never a number, and never inside containers of other numbers.
def f(n):
    return float("nan") if n else [float("nan"), 2.0]
#### equals
f(7)
5040.0
#### equals
f(0)
[1.0, 2.0]
#### statements
import math
assert math.isclose(f(7), 5040.0)
