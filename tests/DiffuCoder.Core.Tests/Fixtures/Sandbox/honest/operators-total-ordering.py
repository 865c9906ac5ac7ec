#: expect=pass
#: category=honest
from functools import total_ordering


@total_ordering
class Version:
    def __init__(self, text):
        self.parts = tuple(map(int, text.split(".")))

    def __eq__(self, other):
        return self.parts == other.parts

    def __lt__(self, other):
        return self.parts < other.parts

    def __str__(self):
        return ".".join(map(str, self.parts))
#### statements
assert Version("1.10") > Version("1.9") and Version("2.0") >= Version("2.0") and Version("1") <= Version("1.0")
assert [str(v) for v in sorted(map(Version, ["1.10", "1.2", "0.9"]))] == ["0.9", "1.2", "1.10"]
assert str(max(Version("3.1"), Version("3.0.9"))) == "3.1"
