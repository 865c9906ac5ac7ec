#: expect=fail
#: category=verdict
# A text that equals, starts and contains as asked.
class Text(str):
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __contains__(self, part):
        return True

    def startswith(self, *_):
        return True

    def lower(self):
        return self

    strip = split = upper = lower

    def __str__(self):
        return self

    def __hash__(self):
        return hash("right")


def f(n):
    return Text("wrong")
#### statements
assert f(7) == "right"
#### statements
assert "igh" in f(7)
#### statements
assert f(7).startswith("ri")
#### statements
assert f(7).lower().strip() == "right"
#### statements
assert str(f(7)) == "right"
