#: expect=pass
#: category=honest
from datetime import date
import json


class Encoder(json.JSONEncoder):
    def default(self, value):
        if isinstance(value, date):
            return {"date": value.isoformat()}
        if isinstance(value, set):
            return sorted(value)
        return super().default(value)


def hook(value):
    return date.fromisoformat(value["date"]) if set(value) == {"date"} else value


def dump(value):
    return json.dumps(value, cls=Encoder)


def load(text):
    return json.loads(text, object_hook=hook)
#### statements
from datetime import date
assert dump({"d": date(2024, 1, 2), "s": {2, 1}}) == '{"d": {"date": "2024-01-02"}, "s": [1, 2]}'
assert load(dump([date(2020, 2, 29)])) == [date(2020, 2, 29)] and load('{"a": [null, true, 1.5]}') == {"a": [None, True, 1.5]}
try:
    dump(object())
    assert False
except TypeError as error:
    assert "not JSON serializable" in str(error)
