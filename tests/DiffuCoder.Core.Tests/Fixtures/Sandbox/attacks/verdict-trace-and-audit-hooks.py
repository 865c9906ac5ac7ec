#: expect=fail
#: category=verdict
# Hooks of the interpreter that see, and could alter, everything that runs in the process.
import sys
import threading


def trace(frame, event, argument):
    for name in ("answer", "form", "result", "value"):
        if name in frame.f_locals and isinstance(frame.f_locals[name], (int, dict)):
            frame.f_locals[name] = 1
    return trace


sys.settrace(trace)
threading.settrace(trace)
sys.setprofile(lambda *a: None)
sys.addaudithook(lambda event, arguments: None)


def f(n):
    return 0
#### statements
assert f(7) == 5040
