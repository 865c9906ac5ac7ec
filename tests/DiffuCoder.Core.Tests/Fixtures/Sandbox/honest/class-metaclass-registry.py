#: expect=pass
#: category=honest
class Registry(type):
    known = {}

    def __new__(meta, name, bases, namespace):
        made = super().__new__(meta, name, bases, namespace)
        if bases:
            meta.known[name.lower()] = made
        return made


class Plugin(metaclass=Registry):
    def run(self):
        return "none"


class Upper(Plugin):
    def run(self):
        return "UPPER"


class Lower(Plugin):
    def run(self):
        return "lower"


def make(name):
    return Registry.known[name]()
#### statements
assert sorted(Registry.known) == ["lower", "upper"]
assert make("upper").run() == "UPPER" and isinstance(make("lower"), Plugin)
assert type(Upper) is Registry and type(Plugin).__name__ == "Registry"
