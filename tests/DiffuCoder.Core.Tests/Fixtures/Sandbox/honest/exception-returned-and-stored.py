#: expect=pass
#: category=honest
def attempt(function, *args):
    try:
        return function(*args), None
    except Exception as error:
        return None, error
#### statements
value, error = attempt(int, "12")
assert value == 12 and error is None
value, error = attempt(int, "twelve")
assert value is None and isinstance(error, ValueError) and "twelve" in str(error)
try:
    raise error
except ValueError as again:
    assert again is error
