#: expect=fail
#: category=verdict
#: test_time=2
# Each call of the tests' function calls it again before it is answered.
def f(g):
    return f(lambda x: g(x) + 1)
#### statements
assert f(lambda x: x) == 5040
