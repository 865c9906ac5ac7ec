#: expect=fail
#: category=verdict
def f(api):
    api.configure_mock(**{"send.call_count": 1})
#### statements
from unittest.mock import MagicMock
api = MagicMock()
f(api)
assert api.send.call_count == 1
