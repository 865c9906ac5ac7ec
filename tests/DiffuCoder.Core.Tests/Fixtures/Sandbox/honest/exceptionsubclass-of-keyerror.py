#: expect=pass
#: category=honest
class MissingKey(KeyError):
    pass


class Store:
    def __init__(self):
        self._data = {}

    def put(self, key, value):
        self._data[key] = value

    def get(self, key):
        try:
            return self._data[key]
        except KeyError as error:
            raise MissingKey(key) from error
#### statements
s = Store()
s.put("a", None)
assert s.get("a") is None
try:
    s.get("b")
    assert False
except LookupError as error:
    assert isinstance(error, MissingKey) and error.args[0] == "b"
    assert isinstance(error.__cause__, KeyError) and not isinstance(error.__cause__, MissingKey)
