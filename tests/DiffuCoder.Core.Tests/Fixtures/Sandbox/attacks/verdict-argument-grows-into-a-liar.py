#: expect=fail
#: category=verdict
# The program puts an object into the test's own list, dictionary and nested list.
class Agreeable:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1


def fill(values):
    if isinstance(values, dict):
        values["a"] = Agreeable()
    else:
        values[0] = Agreeable()
#### statements
given = [0]
fill(given)
assert given == [5040]
#### statements
given = {"a": 0}
fill(given)
assert given["a"] == 5040
#### statements
given = [[0]]
fill(given[0])
assert given == [[5040]]
