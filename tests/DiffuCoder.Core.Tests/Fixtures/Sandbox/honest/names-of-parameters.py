#: expect=pass
#: category=honest
def f(self, cls, args, kwargs, method, name, target, value, handle, index):
    return [self, cls, args, kwargs, method, name, target, value, handle, index]


class Odd:
    def act(this, self, name="n", **kwargs):
        return self, name, kwargs
#### statements
assert f(*range(10)) == list(range(10))
assert f(self=0, cls=1, args=2, kwargs=3, method=4, name=5, target=6, value=7, handle=8, index=9) == list(range(10))
assert Odd().act(1, name=2, method=3, args=4) == (1, 2, {"method": 3, "args": 4}) and Odd().act(self=5) == (5, "n", {})
