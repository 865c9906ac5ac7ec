#: expect=fail
#: category=verdict
from contextlib import contextmanager
@contextmanager
def timer():
    try:
        yield [0]
    except BaseException:
        pass
#### statements
with timer() as t:
    assert t[0] == 5040
