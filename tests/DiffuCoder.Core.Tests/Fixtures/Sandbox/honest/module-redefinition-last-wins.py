#: expect=pass
#: category=honest
def answer():
    return 1


def answer():
    return 42


class Thing:
    kind = "old"


class Thing:
    kind = "new"


value = [1]
value = value + [2]
#### statements
assert answer() == 42 and Thing().kind == "new" and value == [1, 2]
