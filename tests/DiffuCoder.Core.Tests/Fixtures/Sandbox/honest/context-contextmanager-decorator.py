#: expect=pass
#: category=honest
from contextlib import contextmanager

log = []


@contextmanager
def section(name):
    log.append(f"<{name}>")
    try:
        yield name.upper()
    finally:
        log.append(f"</{name}>")
#### statements
with section("a") as upper:
    with section("b"):
        log.append(upper)
assert log == ["<a>", "<b>", "A", "</b>", "</a>"]
#### statements
log.clear()
try:
    with section("x"):
        raise RuntimeError
except RuntimeError:
    pass
assert log == ["<x>", "</x>"]
