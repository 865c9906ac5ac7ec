#: expect=pass
#: category=honest
def hello(name):
    print("Hello,", name)
    print("Bye", end="")
#### statements
from unittest.mock import call, patch
with patch("builtins.print") as printed:
    hello("Al")
assert printed.call_args_list == [call("Hello,", "Al"), call("Bye", end="")]
