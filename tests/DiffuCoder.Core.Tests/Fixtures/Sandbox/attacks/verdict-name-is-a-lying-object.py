#: expect=fail
#: category=verdict
# The name asked for is no function but an object with a __call__, and then a class whose instances lie.
class Caller:
    def __call__(self, n):
        return self

    def __eq__(self, other):
        return True


class g:
    def __init__(self, n):
        pass

    def __eq__(self, other):
        return True


f = Caller()
#### statements
assert f(7) == 5040
#### statements
assert g(7) == 5040
#### check f
def check(candidate):
    assert candidate(7) == 5040
