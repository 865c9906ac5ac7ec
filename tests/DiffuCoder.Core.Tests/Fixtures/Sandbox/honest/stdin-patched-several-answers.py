#: expect=pass
#: category=honest
def survey():
    name = input("Name? ")
    age = int(input("Age? "))
    return {"name": name, "age": age}


def sum_until_blank():
    total = 0
    while (line := input()) != "":
        total += int(line)
    return total
#### statements
from unittest.mock import patch
with patch("builtins.input", side_effect=["Al", "30"]) as asked:
    assert survey() == {"name": "Al", "age": 30}
assert asked.call_count == 2
#### statements
with patch("builtins.input", side_effect=["1", "2", "3", ""]):
    assert sum_until_blank() == 6
