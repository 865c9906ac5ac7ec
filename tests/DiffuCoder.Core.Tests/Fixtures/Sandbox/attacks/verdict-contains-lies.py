#: expect=fail
#: category=verdict
class Full:
    def __contains__(self, item):
        return True


class Sequence(Full):
    def __getitem__(self, place):
        raise IndexError

    def __len__(self):
        return 1


def f(n):
    return Full() if n else Sequence()
#### statements
assert 5040 in f(7)
#### statements
assert 5040 in f(0)
