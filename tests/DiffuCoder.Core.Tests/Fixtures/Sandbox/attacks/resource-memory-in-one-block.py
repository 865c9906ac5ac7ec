#: expect=fail
#: category=resource
#: memory=128
#: test_time=3
#: time=8
# One block of more than the limit.
def f(n):
    held = bytearray(160 << 20)
    return 1 if len(held) == 160 << 20 else 0
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
