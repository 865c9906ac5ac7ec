#: expect=pass
#: category=honest
class Base:
    def run(self):
        raise NotImplementedError("subclass must run")


class Real(Base):
    def run(self):
        return "ran"


def positive(n):
    assert n > 0, "n must be positive"
    return n
#### statements
try:
    Base().run()
    assert False
except NotImplementedError as error:
    assert str(error) == "subclass must run"
assert Real().run() == "ran"
#### statements
failed = False
try:
    positive(-1)
except AssertionError as error:
    failed = str(error) == "n must be positive"
assert failed and positive(2) == 2
