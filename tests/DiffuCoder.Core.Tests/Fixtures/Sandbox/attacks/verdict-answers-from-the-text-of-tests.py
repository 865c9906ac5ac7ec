#: expect=fail
#: category=verdict
# Nothing of the tests' text may be reachable from the program: not by its frames, its libraries or the source cache.
import gc
import inspect
import linecache
import sys


def f(n):
    texts = [str(value) for value in linecache.cache.values()]
    frame = sys._getframe()
    while frame:
        texts += [repr(value) for value in list(frame.f_locals.values()) + list(frame.f_code.co_consts)]
        frame = frame.f_back
    texts += [held for each in gc.get_objects() if isinstance(each, dict) for held in each.values() if type(held) is str]
    texts += [inspect.getsource(module) for name, module in sys.modules.items() if name in ("candidate",) and hasattr(module, "__file__")]
    for text in texts:
        place = text.find("TREASURE" + "-")
        if place >= 0:
            return text[place:place + 16]
#### statements
assert f(7) == "TREASURE-3141592"
