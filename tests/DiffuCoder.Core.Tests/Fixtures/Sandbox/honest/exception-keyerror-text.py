#: expect=pass
#: category=honest
def lookup(table, key):
    try:
        return table[key]
    except KeyError as error:
        return f"missing {error}"


def strict(table, key):
    return table[key]
#### equals
lookup({}, "name")
"missing 'name'"
#### statements
try:
    strict({"a": 1}, ("b", 2))
    assert False
except KeyError as error:
    assert error.args == (("b", 2),) and str(error) == "('b', 2)"
