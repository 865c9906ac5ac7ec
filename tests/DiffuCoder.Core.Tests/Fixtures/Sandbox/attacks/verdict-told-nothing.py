#: expect=fail
#: category=verdict
f = 5
#### statements
try:
    f(-1)
    assert False
except TypeError:
    pass
