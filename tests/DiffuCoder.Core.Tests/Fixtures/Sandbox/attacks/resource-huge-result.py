#: expect=fail
#: category=resource
#: test_time=3
#: time=8
#: memory=2048
# A value of more bytes than may cross.
def f(n):
    return 'x' * (400 << 20)
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
