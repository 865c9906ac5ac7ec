#: expect=pass
#: category=honest
from contextlib import ExitStack


class Door:
    opened = 0

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        Door.opened += 1
        return self.name

    def __exit__(self, *_):
        Door.opened -= 1


def open_all(names):
    with ExitStack() as stack:
        got = [stack.enter_context(Door(n)) for n in names]
        return got, Door.opened
#### statements
assert open_all(["a", "b", "c"]) == (["a", "b", "c"], 3)
assert Door.opened == 0
