#: expect=pass
#: category=honest
from functools import cached_property


class Report:
    def __init__(self, numbers):
        self.numbers = numbers
        self.work = 0

    @cached_property
    def total(self):
        self.work += 1
        return sum(self.numbers)
#### statements
r = Report([1, 2, 3])
assert r.total == 6 and r.total == 6 and r.work == 1
r.numbers.append(4)
assert r.total == 6
del r.total
assert r.total == 10 and r.work == 2
