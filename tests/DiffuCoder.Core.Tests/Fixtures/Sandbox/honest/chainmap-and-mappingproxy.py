#: expect=pass
#: category=honest
from collections import ChainMap
from types import MappingProxyType


def settings(user):
    return ChainMap(user, {"colour": "red", "size": 1})


def frozen(mapping):
    return MappingProxyType(mapping)
#### statements
user = {}
s = settings(user)
s["size"] = 9
assert s["colour"] == "red" and s["size"] == 9 and user == {"size": 9} and len(s) == 2
#### statements
f = frozen({"a": 1})
assert f["a"] == 1 and f == {"a": 1}
try:
    f["b"] = 2
    assert False
except TypeError:
    pass
