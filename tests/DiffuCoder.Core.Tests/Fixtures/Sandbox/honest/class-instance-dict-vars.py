#: expect=pass
#: category=honest
class Person:
    species = "human"

    def __init__(self, name, age):
        self.name = name
        self.age = age
#### statements
p = Person("Ann", 30)
assert vars(p) == {"name": "Ann", "age": 30} and p.__dict__["age"] == 30
setattr(p, "age", 31)
assert getattr(p, "age") == 31 and p.species == "human"
assert hasattr(p, "name") and not hasattr(p, "email")
p.email = "a@b"
assert p.email == "a@b" and "email" in vars(p)
delattr(p, "email")
assert not hasattr(p, "email")
