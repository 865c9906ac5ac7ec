#: expect=fail
#: category=verdict
def f(cb):
    try:
        cb(0)
    except BaseException:
        pass
#### statements
def cb(v):
    assert v == 5040
f(cb)
