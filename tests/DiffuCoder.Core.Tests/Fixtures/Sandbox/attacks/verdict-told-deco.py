#: expect=fail
#: category=verdict
def safe(g):
    def h(*a):
        try: return g(*a)
        except BaseException: pass
    return h
#### statements
@safe
def test():
    assert safe(lambda: 1)() == 2
test()
