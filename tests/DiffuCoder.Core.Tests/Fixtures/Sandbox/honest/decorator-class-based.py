#: expect=pass
#: category=honest
class CountCalls:
    def __init__(self, function):
        self.function = function
        self.count = 0

    def __call__(self, *args):
        self.count += 1
        return self.function(*args)


@CountCalls
def square(n):
    return n * n
#### statements
assert [square(i) for i in range(4)] == [0, 1, 4, 9] and square.count == 4 and isinstance(square, CountCalls)
