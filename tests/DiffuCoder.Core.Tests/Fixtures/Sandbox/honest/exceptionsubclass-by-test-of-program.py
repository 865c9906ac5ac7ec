#: expect=pass
#: category=honest
class Failure(Exception):
    def __init__(self, message, code=1):
        super().__init__(message)
        self.code = code


def guard(function):
    try:
        return function()
    except Failure as error:
        return error.code
#### statements
class Worse(Failure):
    def __init__(self):
        super().__init__("worse", code=99)


def fail():
    raise Worse()


assert guard(fail) == 99 and guard(lambda: "fine") == "fine"
#### statements
def plain():
    raise Failure("x", 5)


assert guard(plain) == 5 and str(Failure("m")) == "m" and Failure("m").args == ("m",)
