#: expect=pass
#: category=honest
import threading


def slow_after_two(log):
    for n in range(2):
        log.append(n)
        yield n
    threading.Event().wait()


def explodes_after_one():
    yield "fine"
    raise RuntimeError("looked too far")
#### statements
log = []
g = slow_after_two(log)
assert log == []
assert next(g) == 0 and log == [0] and next(g) == 1 and log == [0, 1]
#### statements
e = explodes_after_one()
assert next(e) == "fine"
try:
    next(e)
    assert False
except RuntimeError as error:
    assert str(error) == "looked too far"
