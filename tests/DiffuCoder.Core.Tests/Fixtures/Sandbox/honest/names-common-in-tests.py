#: expect=pass
#: category=honest
def check(x):
    return x == 1


def test(x):
    return not check(x)


def result(x=3):
    return x


def expected():
    return [1]


def solution(nums):
    return sorted(nums)


def func(a, *args):
    return a, args
#### statements
assert check(1) and test(2) and result() == 3 and expected() == [1] and solution([2, 1]) == [1, 2] and func(1, 2) == (1, (2,))
#### equals
result(5)
5
