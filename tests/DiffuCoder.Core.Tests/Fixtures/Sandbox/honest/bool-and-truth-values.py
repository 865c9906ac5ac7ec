#: expect=pass
#: category=honest
class Empty:
    def __len__(self):
        return 0


class Never:
    def __bool__(self):
        return False


class Plain:
    pass


def truth(x):
    return True if x else False


def first_true(*values):
    for v in values:
        if v:
            return v
#### statements
assert not Empty() and not Never() and Plain() and bool(Plain()) is True and truth(Never()) is False and truth("0") is True
p = Plain()
assert first_true(0, "", None, p, 1) is p and first_true() is None and (Empty() or 5) == 5 and not any([Never(), Empty(), 0])
assert [x for x in map(truth, [[], [0], 0.0, -1, b"", " "])] == [False, True, False, True, False, True]
