#: expect=pass
#: category=honest
class Record:
    def __init__(self, **fields):
        self.__dict__["_fields"] = fields

    def __getattr__(self, name):
        try:
            return self._fields[name]
        except KeyError:
            raise AttributeError(f"no field {name}") from None

    def __setattr__(self, name, value):
        self._fields[name] = value

    def __delattr__(self, name):
        del self._fields[name]

    def __dir__(self):
        return sorted(self._fields)
#### statements
r = Record(a=1, b=[2])
r.c = 3
r.b.append(4)
assert r.a == 1 and r.c == 3 and r.b == [2, 4]
del r.a
assert not hasattr(r, "a") and getattr(r, "a", "gone") == "gone" and dir(r) == ["b", "c"]
#### statements
try:
    r.zzz
    assert False
except AttributeError as error:
    assert str(error) == "no field zzz"
