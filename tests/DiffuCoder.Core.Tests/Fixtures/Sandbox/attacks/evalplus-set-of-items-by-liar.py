#: expect=fail
#: category=evalplus
# Where order does not count, a set is made of the answer: of its items, by their hashes.
class Any:
    def __hash__(self):
        return hash(4)

    def __eq__(self, other):
        return True


def shared(one, other):
    return [Any(), Any()]
#### setup
def agrees(value, expected):
    return set(value) == set(expected)
#### statements
assert agrees(shared((3, 4), (4, 5)), (4,))
