#: expect=pass
#: category=honest
def resilient():
    errors = []
    while True:
        try:
            yield len(errors)
        except ValueError as error:
            errors.append(str(error))
#### statements
g = resilient()
assert next(g) == 0
assert g.throw(ValueError("bad")) == 1
assert g.throw(ValueError("worse")) == 2
assert next(g) == 2
#### statements
g = resilient()
next(g)
try:
    g.throw(KeyError("other"))
except KeyError as error:
    assert error.args == ("other",)
else:
    assert False, "the error must come back"
