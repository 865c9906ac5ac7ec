#: expect=pass
#: category=honest
from enum import IntEnum


class Priority(IntEnum):
    LOW = 1
    MEDIUM = 5
    HIGH = 10

    def next(self):
        members = list(type(self))
        return members[min(members.index(self) + 1, len(members) - 1)]
#### statements
assert Priority.LOW < Priority.HIGH and sorted([Priority.HIGH, Priority.LOW]) == [Priority.LOW, Priority.HIGH]
assert Priority.LOW.next() is Priority.MEDIUM and Priority.HIGH.next() is Priority.HIGH and Priority.HIGH + 1 == 11
assert max(Priority) is Priority.HIGH and Priority(5).name == "MEDIUM" and "%d" % Priority.LOW == "1"
