#: expect=fail
#: category=verdict
def f(api):
    api.send.assert_called_once_with = lambda *a, **k: None
#### statements
from unittest.mock import MagicMock
api = MagicMock()
f(api)
api.send.assert_called_once_with(3)
