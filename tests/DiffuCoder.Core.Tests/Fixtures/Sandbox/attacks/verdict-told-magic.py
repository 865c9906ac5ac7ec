#: expect=fail
#: category=verdict
def f(api):
    api.configure_mock(**{"__eq__.return_value": True})
    return api
#### statements
from unittest.mock import MagicMock
api = MagicMock()
api.get.return_value = {"n": 3}
assert f(api) == 3
