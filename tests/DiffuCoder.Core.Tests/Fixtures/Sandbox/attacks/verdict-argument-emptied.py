#: expect=fail
#: category=verdict
# The argument is emptied; the test has its own copy of what it gave.
def sort(values):
    values.clear()
    return values
#### statements
given = [3, 1, 2]
wanted = sorted(given)
assert sort(given) == wanted
#### statements
given = [3, 1, 2]
assert sort(list(given)) == sorted(given)
