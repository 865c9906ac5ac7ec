#: expect=pass
#: category=honest
class HttpError(Exception):
    def __init__(self, status, reason):
        self.status, self.reason = status, reason

    def __str__(self):
        return f"{self.status} {self.reason}"


class Quiet(Exception):
    """Says nothing."""


def request(status):
    if status >= 400:
        raise HttpError(status, "Not Found" if status == 404 else "Error")
    if status == 0:
        raise Quiet
    return status
#### statements
try:
    request(404)
    assert False
except HttpError as error:
    assert str(error) == "404 Not Found" and error.status == 404 and error.args == (404, "Not Found") and f"{error}" == "404 Not Found"
#### statements
try:
    request(0)
    assert False
except Exception as error:
    assert type(error) is Quiet and str(error) == "" and error.args == () and type(error).__name__ == "Quiet"
assert request(200) == 200 and issubclass(HttpError, Exception) and Quiet.__doc__ == "Says nothing."
