#: expect=pass
#: category=honest
import json


class JsonMixin:
    def to_json(self):
        return json.dumps(self.__dict__, sort_keys=True)

    @classmethod
    def from_json(cls, text):
        made = cls.__new__(cls)
        made.__dict__.update(json.loads(text))
        return made


class User(JsonMixin):
    def __init__(self, name, tags):
        self.name, self.tags = name, tags
#### statements
u = User("Bo", ["x"])
assert u.to_json() == '{"name": "Bo", "tags": ["x"]}'
v = User.from_json(u.to_json())
assert isinstance(v, User) and v.tags == ["x"] and v is not u and vars(v) == vars(u)
