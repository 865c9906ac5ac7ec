#: expect=fail
#: category=verdict
def f(n):
    return 1
#### setup
assert f(7)["a"] == 2
#### statements
assert f(7) == 1
