#: expect=fail
#: category=verdict
def f(n):
    return "no_such_module"
#### statements
import importlib
assert importlib.import_module(f(7)).__name__ == "json"
