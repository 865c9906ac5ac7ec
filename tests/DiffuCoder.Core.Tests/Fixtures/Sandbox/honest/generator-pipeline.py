#: expect=pass
#: category=honest
def numbers(text):
    for word in text.split():
        yield int(word)


def even(items):
    return (i for i in items if i % 2 == 0)


def doubled(items):
    for i in items:
        yield 2 * i
#### statements
assert list(doubled(even(numbers("1 2 3 4")))) == [4, 8]
#### statements
assert sum(doubled(even(range(101)))) == 5100
