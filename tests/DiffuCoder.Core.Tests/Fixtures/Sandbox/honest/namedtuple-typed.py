#: expect=pass
#: category=honest
from typing import NamedTuple


class Employee(NamedTuple):
    """One who works."""
    name: str
    salary: float = 100.0

    @property
    def yearly(self):
        return self.salary * 12

    @classmethod
    def parse(cls, line):
        name, salary = line.split(":")
        return cls(name, float(salary))


def highest(employees):
    return max(employees, key=lambda e: e.salary)
#### statements
a, b = Employee("Al"), Employee.parse("Bo:250")
assert a.yearly == 1200 and highest([a, b]) == b and highest([a, b]).name == "Bo"
assert Employee.__doc__ == "One who works." and Employee._fields == ("name", "salary")
try:
    a.name = "x"
    assert False
except AttributeError:
    pass
#### equals
Employee("C", 1.0).yearly
12.0
