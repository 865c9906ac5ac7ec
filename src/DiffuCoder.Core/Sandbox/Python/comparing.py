"""What objects of the program may say of themselves where a test compares: enough to be used, never that they are what was expected."""
import collections.abc

import instances
import mirrors
from objects import Objects

ORDER = frozenset(("__lt__", "__le__", "__gt__", "__ge__"))
ARITHMETIC = frozenset(
    f"__{side}{name}__" for side in ("", "r", "i")
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "pow", "lshift", "rshift", "and", "xor", "or", "matmul"))
# methods that only look; and types whose every method does
_READING = frozenset((
    "__getitem__", "__iter__", "__len__", "__reversed__", "count", "index", "get", "keys", "values", "items", "issubset", "issuperset",
    "isdisjoint", "union", "intersection", "difference", "symmetric_difference"))
_FIXED = (str, int, float, tuple, bytes, complex, frozenset)


class Comparing(Objects):
    """Plain data is compared here. How two objects of the program compare it says itself; one beside plain data only if the test made it."""

    def __init__(self, *settings):
        super().__init__(*settings)
        # names of classes that the test means; objects that have seen a value of it; objects that it has made; an assertion that was kept from it
        self.named, self.learned, self.made, self.swallowed = set(), set(), set(), None

    def is_named(self, value):
        """Whether a test knows the class of an object by its name, as one that is meant to be a class."""
        return any(base.__name__ in self.named for base in type(value).__mro__ if isinstance(base, mirrors.MirrorType))

    def equal(self, value, other):
        """Of two objects of the program it says whether they are equal; never whether one of its objects equals what the test expects."""
        if value is other:
            return True
        if not isinstance(other, instances.Mirror):
            return self._equal_content(value, other)
        if number_or_none(value) in self.learned or number_or_none(other) in self.learned:
            return NotImplemented
        return self.invoke(value, "__eq__", None, (other,), {})

    def _equal_content(self, value, other):
        """What is a mapping, a sequence or a text by its library's own classes is compared by what it holds, here."""
        names = {base.__name__ for base in type(value).__mro__ if isinstance(base, mirrors.MirrorType) and base.__module__ == "collections"}
        if isinstance(value, collections.abc.Mapping) and isinstance(other, dict):
            return dict(value.items()) == other
        if "UserList" in names and isinstance(other, list):
            return list(value) == other
        if "UserString" in names and isinstance(other, str):
            return str(value) == other
        if isinstance(value, collections.abc.Set) and isinstance(other, (set, frozenset)):
            return set(value) == other
        return NotImplemented

    def special(self, value, name, owner, args, kwargs):
        if name in ORDER or name in ARITHMETIC or name == "__contains__":
            return self._operation(value, name, owner, args)
        if name == "__await__":
            return self.awaiting(value)
        if name in ("__exit__", "__aexit__") and len(args) > 1:
            self.failed(args[1])
        return super().special(value, name, owner, args, kwargs)

    def _operation(self, value, name, owner, args):
        other = args[0]
        is_object = self.is_object(value)
        content = self._content_of(value)
        if content is not None and not is_object:
            return getattr(content, name, lambda *_: NotImplemented)(value, *args)
        if isinstance(value, type) or all(mirrors.is_mirror(each) for each in args) or is_object or _holds_mirror(other):
            result = self.invoke(value, name, owner, args, {})
            return self._made(result) if is_object or self.is_object(other) else result
        if name in ORDER:
            return NotImplemented
        if name == "__contains__":
            return any(item is other or item == other for item in value)
        self.learned.add(self.number_of(value))
        result = super().invoke(value, name, owner, args, {})
        if result is NotImplemented:
            return result
        if not mirrors.is_mirror(result):
            raise TypeError(f"{type(value).__name__}.{name} of the program may not say what a test compares")
        self.learned.add(self.number_of(result))
        return result

    def _passed_on(self, result, *sources):
        """What comes of an object that has seen a value of the test has seen it too, and may not be plain: then it could be compared."""
        if result is not NotImplemented and any(number_or_none(each) in self.learned for each in sources):
            if not mirrors.is_mirror(result):
                raise TypeError("an object of the program that has seen a value of the test gives none to compare")
            self.learned.add(self.number_of(result))
        return result

    def get(self, value, name):
        return self._passed_on(super().get(value, name), value)

    def invoke(self, value, name, owner, args, kwargs):
        content = None if self.is_named(value) else self._content_of(value)
        if content is not None and hasattr(content, name) and (name in _READING or content in _FIXED and not name.startswith("__")):
            return getattr(content, name)(value, *args, **kwargs)  # what a function gives is read here, whatever its class makes of it
        result = self._passed_on(super().invoke(value, name, owner, args, kwargs), value, *args)
        return result if name.startswith("__") else self._returned(result)

    def call(self, function, args, kwargs):
        return self._returned(super().call(function, args, kwargs))

    def _returned(self, result):
        """What a function or a method gives is a result, also where it is an object that the test has made."""
        if mirrors.is_mirror(result):
            self.made.discard(self.number_of(result))
        return result

    def _content_of(self, value):
        """The built-in type whose content an object has, but for members of enumerations, which are constants."""
        kind = next((kind for kind in self.content_types if isinstance(value, kind)), None)
        return None if kind is None or self.is_enumeration(type(value)) else kind

    def copied(self, value, how, *more):
        return self._passed_on(super().copied(value, how, *more), value)

    def next_item(self, value):
        return self._passed_on(super().next_item(value), value)

    def construct(self, cls, args, kwargs):
        return self._made(super().construct(cls, args, kwargs))

    def _made(self, result):
        """What a test makes of a class that it names is an object to it; what a function or a method gives is a result, whatever class it has."""
        if mirrors.is_mirror(result) and self.is_named(result):
            self.made.add(self.number_of(result))
        return result

    def is_object(self, value):
        return self.is_named(value) and number_or_none(value) in self.made

    def failed(self, error):
        """An assertion of the tests that the program is told of: it may not swallow it."""
        if isinstance(error, AssertionError) and not getattr(error, "of_candidate", False):
            self.swallowed = error


def number_or_none(value):
    return instances.number_of(value) if isinstance(value, instances.Mirror) else None


def _holds_mirror(value):
    return type(value) in (list, tuple, set, frozenset) and any(mirrors.is_mirror(part) for part in value)
