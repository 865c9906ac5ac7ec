#: expect=pass
#: category=honest
import importlib
import sys
import types


def make_module(name, source):
    module = types.ModuleType(name)
    exec(source, module.__dict__)
    sys.modules[name] = module
    return importlib.import_module(name)


def lazy(name, attribute):
    return getattr(importlib.import_module(name), attribute)
#### statements
m = make_module("tiny_made_module", "x = 20\ndef f(y): return x + y")
assert m.f(1) == 21 and m.x == 20 and m.__name__ == "tiny_made_module" and lazy("math", "floor")(2.7) == 2
