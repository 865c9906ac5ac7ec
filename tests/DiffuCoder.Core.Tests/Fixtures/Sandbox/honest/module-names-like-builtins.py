#: expect=pass
#: category=honest
def max(items):
    return ("my max", sorted(items)[-1])


def filter(items):
    return [i for i in items if i]


list_ = [3, 1]
id = 7
#### statements
assert max([1, 3, 2]) == ("my max", 3) and filter([0, 1, "", 2]) == [1, 2] and id == 7 and list_ == [3, 1]
