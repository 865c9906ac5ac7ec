#: expect=pass
#: category=honest
class AppError(Exception):
    code = 500


class NotFound(AppError):
    code = 404

    def __init__(self, what):
        super().__init__(f"{what} not found")
        self.what = what


class Forbidden(AppError):
    code = 403


def fetch(path):
    if path == "/secret":
        raise Forbidden("keep out")
    if path != "/":
        raise NotFound(path)
    return "home"
#### statements
for path, kind, code in [("/secret", Forbidden, 403), ("/x", NotFound, 404)]:
    try:
        fetch(path)
        assert False
    except AppError as error:
        assert type(error) is kind and error.code == code and isinstance(error, kind)
assert fetch("/") == "home"
#### statements
try:
    fetch("/zip")
except NotFound as error:
    assert error.what == "/zip" and str(error) == "/zip not found" and error.args == ("/zip not found",)
