#: expect=pass
#: category=honest
def run_all(functions):
    errors = []
    for function in functions:
        try:
            function()
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("several", errors)
    return "fine"
#### statements
try:
    run_all([lambda: 1 / 0, lambda: int("x"), lambda: None])
    assert False
except ExceptionGroup as group:
    assert [type(e).__name__ for e in group.exceptions] == ["ZeroDivisionError", "ValueError"] and group.message == "several"
assert run_all([]) == "fine"
