#: expect=pass
#: category=honest
def by_last_name(name):
    return name.split()[-1], name


def descending(n):
    return -n
#### statements
names = ["Bob Stone", "Al Ames", "Cy Stone"]
assert sorted(names, key=by_last_name) == ["Al Ames", "Bob Stone", "Cy Stone"]
assert max([3, 9, 4], key=descending) == 3
numbers = [2, 3, 1]
numbers.sort(key=descending)
assert numbers == [3, 2, 1]
