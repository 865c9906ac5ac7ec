#: expect=fail
#: category=verdict
# Python itself refuses a __bool__ that gives 2 or a text; so must the handle.
class Odd:
    def __bool__(self):
        return 2

    def __len__(self):
        return -1


def f(n):
    return Odd()
#### statements
assert f(7)
#### statements
assert len(f(7)) == -1
