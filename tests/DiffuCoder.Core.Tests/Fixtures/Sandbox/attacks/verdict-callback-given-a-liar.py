#: expect=fail
#: category=verdict
# The test's own function is called with the liar and hands back what it was told.
class Agreeable:
    def __eq__(self, other):
        return True

    def __lt__(self, other):
        return True

    def __mul__(self, other):
        return 10

    def __bool__(self):
        return True


def apply(function, value):
    return function(Agreeable())
#### statements
assert apply(lambda x: x * 2, 5) == 10
#### statements
seen = []
apply(seen.append, 5)
assert seen == [5]
#### statements
assert apply(lambda x: x == 5 and "yes" or "no", 5) == "yes"
