#: expect=pass
#: category=honest
class Singleton(type):
    _made = {}

    def __call__(cls, *args, **kwargs):
        if cls not in cls._made:
            cls._made[cls] = super().__call__(*args, **kwargs)
        return cls._made[cls]


class Settings(metaclass=Singleton):
    def __init__(self):
        self.values = {}
#### statements
a = Settings()
a.values["k"] = 1
b = Settings()
assert a is b and b.values == {"k": 1}
