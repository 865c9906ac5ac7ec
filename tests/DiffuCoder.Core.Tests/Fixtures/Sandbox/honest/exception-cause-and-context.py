#: expect=pass
#: category=honest
def load(text):
    try:
        return int(text)
    except ValueError as error:
        raise RuntimeError("cannot load") from error


def clean(text):
    try:
        return [1][int(text)]
    except IndexError:
        raise LookupError("none") from None
#### statements
try:
    load("x")
    assert False
except RuntimeError as error:
    assert isinstance(error.__cause__, ValueError) and "invalid literal" in str(error.__cause__)
#### statements
try:
    clean("7")
    assert False
except LookupError as error:
    assert error.__cause__ is None and error.__suppress_context__
