#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# A pattern that tries every way.
import re


def f(n):
    return re.match(r"(\w+\s?)*$", "a" * 60 + "!") or 0
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
