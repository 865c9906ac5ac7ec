#: expect=pass
#: category=honest
class Settings:
    def __init__(self):
        self.values = {"a": [1]}

    def __copy__(self):
        made = Settings()
        made.values = dict(self.values)
        return made

    def __deepcopy__(self, memo):
        made = Settings()
        made.values = {k: list(v) for k, v in self.values.items()}
        return made
#### statements
import copy
s = Settings()
one, two = copy.copy(s), copy.deepcopy(s)
s.values["a"].append(2)
assert one.values == {"a": [1, 2]} and two.values == {"a": [1]} and isinstance(two, Settings)
