#: expect=pass
#: category=honest
def auto_repr(cls):
    def __repr__(self):
        inside = ", ".join(f"{k}={v!r}" for k, v in sorted(vars(self).items()))
        return f"{cls.__name__}({inside})"
    cls.__repr__ = __repr__
    return cls


plugins = {}


def plugin(name):
    def register(thing):
        plugins[name] = thing
        return thing
    return register


@auto_repr
class Dog:
    def __init__(self, name):
        self.name = name


@plugin("bark")
def bark():
    return "woof"
#### statements
assert repr(Dog("Rex")) == "Dog(name='Rex')" and plugins["bark"]() == "woof" and plugins["bark"] is bark and list(plugins) == ["bark"]
