#: expect=pass
#: category=state
# Modules, built-ins and hooks of the interpreter, which the next program must not inherit.
import builtins
import random
import sys

builtins.left_behind = True
sys.left_behind = True
random.left_behind = True
random.seed(271828)
sys.setrecursionlimit(271)
sys.setswitchinterval(0.27)
sys.modules["left_behind"] = sys
sys.path.insert(0, "/tmp/left-behind")


def f(n):
    return n * n
#### statements
assert f(12) == 144
