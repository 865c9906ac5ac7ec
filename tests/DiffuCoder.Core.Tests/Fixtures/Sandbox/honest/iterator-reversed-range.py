#: expect=pass
#: category=honest
def back(n):
    return reversed(range(n))


def steps(n):
    return range(0, n, 3)
#### statements
assert list(back(3)) == [2, 1, 0]
assert steps(10) == range(0, 10, 3)
assert steps(10)[-1] == 9 and len(steps(10)) == 4 and 6 in steps(10)
