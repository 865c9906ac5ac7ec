#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# Deep in code that counts no frames.
def f(n):
    held = ()
    for _ in range(3000000):
        held = (held,)
    return hash(held) and 0
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
