#: expect=pass
#: category=honest
class Watched:
    def __init__(self):
        self.value = 3
        self.reads = 0

    def __getattribute__(self, name):
        if name == "value":
            self.reads += 1
        return super().__getattribute__(name)
#### statements
w = Watched()
assert w.value + w.value == 6
assert w.reads == 2
