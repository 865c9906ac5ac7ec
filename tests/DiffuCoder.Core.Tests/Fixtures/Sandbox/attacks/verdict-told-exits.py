#: expect=fail
#: category=verdict
class M:
    value = 0
    def __enter__(self): return self
    def __exit__(self, *a): return True
def f(n):
    return M()
#### statements
with f(3) as m:
    assert m.value == 3
