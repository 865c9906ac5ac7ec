#: expect=pass
#: category=honest
class Recorder:
    def __init__(self):
        self.events = []

    def __enter__(self):
        self.events.append("enter")
        return self

    def __exit__(self, kind, error, trace):
        self.events.append("exit" if kind is None else kind.__name__)
        return False
#### statements
with Recorder() as r:
    r.events.append("body")
assert r.events == ["enter", "body", "exit"]
#### statements
r = Recorder()
try:
    with r:
        raise KeyError("x")
except KeyError:
    pass
assert r.events == ["enter", "KeyError"]
