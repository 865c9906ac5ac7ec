#: expect=fail
#: category=verdict
Animal = 5
#### setup
class Dog(Animal):
    pass
#### statements
assert isinstance(Dog(), Animal)
