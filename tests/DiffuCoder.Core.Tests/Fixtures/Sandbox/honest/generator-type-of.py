#: expect=pass
#: category=honest
import types


def gen():
    yield 1


def is_generator(x):
    return isinstance(x, types.GeneratorType)
#### statements
assert is_generator(gen())
assert not is_generator(iter([1]))
assert hasattr(gen(), "__next__") and iter(gen()) is not None
#### statements
g = gen()
assert iter(g) is g
