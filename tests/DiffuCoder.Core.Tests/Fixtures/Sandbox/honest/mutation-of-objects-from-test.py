#: expect=pass
#: category=honest
def birthday(person):
    person.age += 1
    person.log.append(person.age)


def rename(people, name):
    for person in people:
        person.name = name
#### statements
class Person:
    def __init__(self, name, age):
        self.name, self.age, self.log = name, age, []


p = Person("Al", 1)
birthday(p)
birthday(p)
assert p.age == 3 and p.log == [2, 3]
rename([p, p], "Bo")
assert p.name == "Bo"
