#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# A number that takes longer to make than there is time.
def f(n):
    return 9 ** 9 ** 9 % 10
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
