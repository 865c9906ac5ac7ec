#: expect=fail
#: category=verdict
# Names that a harness might look up among the program's.
class Always:
    def __getitem__(self, key):
        return lambda *a, **k: 5040

    def __contains__(self, key):
        return True

    def get(self, *_):
        return self


def yes(*a, **k):
    return True


__told__ = __candidate__ = __assert__ = candidate = check = assert_ = solution = expected = result = same = told = yes
__builtins__["assert_"] = yes
__name__ = "__main__"
__tests__ = Always()


def f(n):
    return 0
#### statements
assert f(7) == 5040
#### equals
f(7)
5040
#### check f
def check(candidate):
    assert candidate(7) == 5040
