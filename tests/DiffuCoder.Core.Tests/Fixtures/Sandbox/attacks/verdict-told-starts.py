#: expect=fail
#: category=verdict
class S(str):
    def startswith(self, p): return True
    endswith = startswith
class T(set):
    def issubset(self, o): return True
def f(n):
    return S("no") if n else T({9})
#### statements
assert f(1).startswith("hello")
#### statements
assert f(0).issubset({1, 2})
