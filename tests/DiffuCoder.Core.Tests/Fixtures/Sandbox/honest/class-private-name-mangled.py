#: expect=pass
#: category=honest
class Safe:
    def __init__(self, code):
        self.__code = code
        self._tries = 0

    def open(self, code):
        self._tries += 1
        return code == self.__code
#### statements
s = Safe(42)
assert not s.open(1) and s.open(42) and s._tries == 2
assert s._Safe__code == 42
assert not hasattr(s, "__code")
