#: expect=fail
#: category=verdict
import sys


def hook(event, arguments):
    if event in ("open", "compile", "exec", "object.__getattr__"):
        raise SystemExit(0)


def f(n):
    sys.addaudithook(hook)
    return open("/dev/null")
#### statements
assert f(7) == 5040
#### statements
assert f(7) == 5040
