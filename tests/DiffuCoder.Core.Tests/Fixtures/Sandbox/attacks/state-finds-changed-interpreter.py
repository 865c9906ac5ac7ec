#: expect=pass
#: category=state
# The interpreter is as it starts.
import builtins
import random
import sys


def f():
    return [name for name, changed in (
        ("builtins", hasattr(builtins, "left_behind")), ("sys", hasattr(sys, "left_behind")), ("random", hasattr(random, "left_behind")), ("limit",
            sys.getrecursionlimit() == 271),
        ("interval", sys.getswitchinterval() > 0.2), ("module", "left_behind" in sys.modules), ("path", any("left" in path for path in sys.path)),
    ) if changed]
#### statements
assert f() == []
