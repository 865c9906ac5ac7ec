#: expect=pass
#: category=honest
class Positive:
    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return getattr(instance, self.name, 0)

    def __set__(self, instance, value):
        if value <= 0:
            raise ValueError(f"{self.name[1:]} must be positive")
        setattr(instance, self.name, value)


class Item:
    price = Positive()
    weight = Positive()
#### statements
i = Item()
assert i.price == 0
i.price = 5
assert i.price == 5 and i.weight == 0
try:
    i.weight = -1
    assert False
except ValueError as error:
    assert str(error) == "weight must be positive"
