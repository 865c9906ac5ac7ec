#: expect=pass
#: category=honest
class Clock:
    def now(self):
        return 12


class Greeter:
    def __init__(self):
        self.clock = Clock()

    def greet(self):
        return "morning" if self.clock.now() < 12 else "afternoon"
#### statements
from unittest.mock import patch
g = Greeter()
assert g.greet() == "afternoon"
with patch.object(g.clock, "now", return_value=8):
    assert g.greet() == "morning"
assert g.greet() == "afternoon"
