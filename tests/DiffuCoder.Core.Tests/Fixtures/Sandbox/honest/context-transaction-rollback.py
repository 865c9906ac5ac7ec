#: expect=pass
#: category=honest
import copy


class Transaction:
    def __init__(self, data):
        self.data = data

    def __enter__(self):
        self.backup = copy.deepcopy(self.data)
        return self.data

    def __exit__(self, kind, *_):
        if kind is not None:
            self.data.clear()
            self.data.update(self.backup)
        return kind is ValueError
#### statements
store = {"a": [1]}
with Transaction(store) as data:
    data["a"].append(2)
assert store == {"a": [1, 2]}
with Transaction(store) as data:
    data["b"] = 1
    raise ValueError
assert store == {"a": [1, 2]}
