#: expect=pass
#: category=honest
from dataclasses import dataclass, asdict, astuple, replace, fields


@dataclass
class Address:
    city: str
    code: int


@dataclass
class Person:
    name: str
    address: Address


def to_dict(person):
    return asdict(person)


def move(person, city):
    return replace(person, address=replace(person.address, city=city))


def names(of):
    return [f.name for f in fields(of)]
#### statements
p = Person("Ed", Address("Oslo", 1))
assert to_dict(p) == {"name": "Ed", "address": {"city": "Oslo", "code": 1}} and astuple(p) == ("Ed", ("Oslo", 1))
q = move(p, "Rome")
assert q.address.city == "Rome" and p.address.city == "Oslo" and q != p and names(Person) == ["name", "address"]
