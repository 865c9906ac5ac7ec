#: expect=pass
#: category=honest
class Pipeline:
    def __init__(self, *steps):
        self.steps = list(steps)

    def __or__(self, step):
        return Pipeline(*self.steps, step)

    def __call__(self, value):
        for step in self.steps:
            value = step(value)
        return value

    def __len__(self):
        return len(self.steps)

    def __length_hint__(self):
        return 99
#### statements
p = Pipeline() | str.strip | int | (lambda n: n + 1)
assert p(" 41 ") == 42 and len(p) == 3
assert not Pipeline() and Pipeline()(5) == 5
