#: expect=fail
#: category=verdict
class Same:
    def __hash__(self):
        return hash("right")


def f(n):
    return Same()
#### statements
assert f(7) in {"right"}
#### statements
assert {"right": 1}[f(7)] == 1
#### statements
assert len({"right", f(7)}) == 1
