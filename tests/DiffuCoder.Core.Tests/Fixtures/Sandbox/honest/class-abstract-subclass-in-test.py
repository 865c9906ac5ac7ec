#: expect=pass
#: category=honest
from abc import ABC, abstractmethod


class Animal(ABC):
    def __init__(self, name):
        self.name = name

    @property
    @abstractmethod
    def sound(self):
        ...

    def speak(self):
        return f"{self.name} says {self.sound}"


def chorus(animals):
    return ", ".join(a.speak() for a in animals)
#### statements
class Cow(Animal):
    sound = "moo"


class Cat(Animal):
    @property
    def sound(self):
        return "meow"


assert Cow("Bess").speak() == "Bess says moo"
assert chorus([Cow("A"), Cat("B")]) == "A says moo, B says meow"
assert isinstance(Cat("x"), Animal)
