#: expect=pass
#: category=honest
import pickle


class Account:
    def __init__(self, owner, balance):
        self.owner, self.balance, self.cache = owner, balance, object()

    def __getstate__(self):
        return {"owner": self.owner, "balance": self.balance}

    def __setstate__(self, state):
        self.__dict__.update(state, cache=None)


def round_trip(value):
    return pickle.loads(pickle.dumps(value))
#### statements
a = Account("Al", 5)
b = round_trip(a)
assert type(b) is Account and b.owner == "Al" and b.balance == 5 and b.cache is None and b is not a
assert round_trip({"k": [1, (2, 3)], "s": {1}}) == {"k": [1, (2, 3)], "s": {1}}
