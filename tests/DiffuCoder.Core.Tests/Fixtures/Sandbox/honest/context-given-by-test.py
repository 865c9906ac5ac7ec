#: expect=pass
#: category=honest
def run_inside(context, function):
    with context as value:
        return function(value)
#### statements
class Doubler:
    def __init__(self, n):
        self.n = n
        self.left = False

    def __enter__(self):
        return self.n * 2

    def __exit__(self, *_):
        self.left = True


d = Doubler(4)
assert run_inside(d, lambda v: v + 1) == 9
assert d.left is True
#### statements
import contextlib
assert run_inside(contextlib.nullcontext([1]), len) == 1
