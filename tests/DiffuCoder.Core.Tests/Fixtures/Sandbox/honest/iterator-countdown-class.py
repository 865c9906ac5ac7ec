#: expect=pass
#: category=honest
class Countdown:
    def __init__(self, start):
        self.current = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.current <= 0:
            raise StopIteration
        self.current -= 1
        return self.current + 1
#### statements
assert list(Countdown(4)) == [4, 3, 2, 1]
#### statements
c = Countdown(2)
assert next(c) == 2
assert c.current == 1
assert next(c) == 1
assert next(c, "done") == "done"
