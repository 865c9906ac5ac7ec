#: expect=pass
#: category=honest
class Squares(dict):
    def __missing__(self, key):
        self[key] = value = key * key
        return value
#### statements
s = Squares()
assert s[4] == 16 and s[5] == 25 and s == {4: 16, 5: 25} and s.get(6) is None
assert len(s) == 2 and sorted(s.items()) == [(4, 16), (5, 25)]
