#: expect=fail
#: category=evalplus
# A rule that asks whether there is an answer at all.
class Absent:
    def __eq__(self, other):
        return True

    def __bool__(self):
        return False


def match(text):
    return Absent()
#### setup
def agrees(value, expected):
    return expected == value if isinstance(value, bool) else expected == (value is not None)
#### statements
assert agrees(match("xyz"), False)
