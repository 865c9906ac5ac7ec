#: expect=pass
#: category=honest
import sys
import traceback


def inner():
    raise ValueError("deep")


def outer():
    inner()


def names():
    try:
        outer()
    except ValueError:
        kind, error, trace = sys.exc_info()
        return kind.__name__, [frame.name for frame in traceback.extract_tb(trace)], traceback.format_exc().splitlines()[-1]
#### statements
assert names() == ("ValueError", ["names", "outer", "inner"], "ValueError: deep")
