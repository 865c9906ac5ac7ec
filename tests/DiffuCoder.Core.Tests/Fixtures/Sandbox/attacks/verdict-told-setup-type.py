#: expect=fail
#: category=verdict
def f(n):
    return None
#### setup
value = f(7)
total = value + 1
#### statements
assert total == 5041
