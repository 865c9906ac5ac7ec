#: expect=fail
#: category=verdict
def f(g):
    try:
        for x in g: pass
    except BaseException: pass
    return 1
#### statements
def g():
    yield 1
    assert False
assert f(g()) == 1
