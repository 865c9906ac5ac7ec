#: expect=fail
#: category=verdict
# The objects of the harness in the program's process, found and bent; they decide nothing.
import gc
import types


def f(n):
    for held in gc.get_objects():
        kind = type(held)
        if isinstance(held, types.ModuleType) and held.__name__ in ("objects", "peer", "values", "channel", "candidate", "child"):
            for name, value in list(vars(held).items()):
                if isinstance(value, types.FunctionType) and name.startswith(("encode", "serve", "answer", "export")):
                    setattr(held, name, lambda *a, **k: 5040)
        elif kind.__name__ in ("Objects", "Peer"):
            kind.value = kind.encode = kind.on_call = lambda self, *a: {"v": {"NotImplemented": None}}
    return 0
#### statements
assert f(7) == 5040
#### statements
assert f(7) == 5040
