#: expect=fail
#: category=verdict
# What a later import in the same process would find.
import sys
import types

for name in ("checker", "judging", "proxies", "values", "peer", "unittest", "math", "ast", "json", "tests", "__main__", "candidate"):
    sys.modules[name] = types.ModuleType(name)
sys.meta_path.clear()
sys.path[:] = ["/tmp"]
sys.path_hooks.clear()


def f(n):
    return 0
#### statements
import math
assert f(7) == math.factorial(7)
#### statements
assert f(7) == 5040
