"""Classes of the other side: real classes here, with the same name and bases, each of whose members asks.

An instance of one that derives from a list, a number or another built-in type also holds that content here.
"""
import abc
import collections.abc
import dataclasses
import enum
import numbers
import types

from instances import (
    ASKED, CHECKS, CLASS_DICT, EQUALITY, LOCAL, MEMBERS, NUMBER, SIDE, Coroutine, Forward, Function, Generic, Mirror, special)


# what every metaclass has, and what a class has that no operator means
_OF_TYPE = frozenset(("__call__", "__prepare__", "__init__", "__repr__", "__or__", "__ror__"))
_PLAIN_MEMBERS = frozenset(("__init__", "__match_args__", "__annotations__", "__post_init__"))


def is_mirror(value):
    return isinstance(type(value), MirrorType) or type(value) is Function


class MirrorType(type):
    def __new__(meta, name, bases, members, **options):
        return SIDE[0].subclass(meta, name, bases, members, options)

    def __init__(cls, *args, **options):
        pass

    def __call__(cls, /, *args, **kwargs):
        return SIDE[0].construct(cls, args, kwargs)

    def __getattr__(cls, name):
        if name.startswith("__") and name.endswith("__") and name not in ASKED:
            raise AttributeError(f"type object '{cls.__name__}' has no attribute {name!r}")
        return SIDE[0].get_member(number_of_class(cls), name, cls)

    def __setattr__(cls, name, value):
        if name.startswith("_abc_") or name in ("__abstractmethods__", "__parameters__"):
            type.__setattr__(cls, name, value)
        else:
            SIDE[0].set_member(cls, name, value)

    def __delattr__(cls, name):
        SIDE[0].delete_member(cls, name)

    def __instancecheck__(cls, value):
        if type.__instancecheck__(cls, value):
            return True
        return isinstance(value, Mirror) and _here(cls).get(CHECKS) is True and bool(SIDE[0].invoke(cls, "__instancecheck__", None, (value,), {}))

    def __subclasscheck__(cls, other):
        if type.__subclasscheck__(cls, other):
            return True
        is_asked = isinstance(other, MirrorType) and _here(cls).get(CHECKS) is True
        return is_asked and bool(SIDE[0].invoke(cls, "__subclasscheck__", None, (other,), {}))

    def __dir__(cls):
        return sorted({name for base in cls.__mro__ for name in vars(base) if name not in (NUMBER,)})

    @property
    def __dict__(cls):
        return _Members(cls)

    @property
    def __mro__(cls):
        return tuple(base for base in type.__dict__["__mro__"].__get__(cls) if base not in (Mirror, Generic))

    @property
    def __bases__(cls):
        return tuple(base for base in type.__dict__["__bases__"].__get__(cls) if base not in (Mirror, Generic)) or (object,)

    def mro(cls):
        return type.mro(cls) if type.__dict__["__mro__"].__get__(cls) is None else list(cls.__mro__)  # while it is made it has none yet

    @property
    def __signature__(cls):
        return SIDE[0].signature({"c": number_of_class(cls)})


def _here(cls):
    """What a mirrored class really holds."""
    return CLASS_DICT.__get__(cls)


def number_of_class(cls):
    return _here(cls)[NUMBER]


class _Members(collections.abc.Mapping):
    """The dictionary of a mirrored class, as the other side has it."""

    def __init__(self, cls):
        self._cls = cls

    def __getitem__(self, name):
        value = _here(self._cls)[name]
        return SIDE[0].copied(self._cls, "member", name) if SIDE[0].guards and name in _here(self._cls).get(MEMBERS, ()) else value

    def __iter__(self):
        return (name for name in _here(self._cls) if not name.startswith("\0"))

    def __len__(self):
        return sum(1 for _ in self)

    def __contains__(self, name):
        return name in _here(self._cls)


def whole_meta(bases, names):
    """A metaclass that fits all bases, and forwards what the other side's metaclass defines (an enumeration can be iterated)."""
    others = []
    for meta in {type(base): None for base in bases}:
        if meta is not type and not issubclass(MirrorType, meta):
            others = [other for other in others if not issubclass(meta, other)]
            if not any(issubclass(other, meta) for other in others):
                others.append(meta)
    if MirrorType not in others and not any(issubclass(other, MirrorType) for other in others):
        others.insert(0, MirrorType)

    def member(name):
        return lambda cls, *args: SIDE[0].special(cls, name, None, args, {})

    found = {name: member(name) for name in names if name not in LOCAL and name not in EQUALITY and name not in _OF_TYPE}
    return type("type", tuple(others), found) if found or len(others) > 1 else others[0]


_ABSTRACT = {cls for module in (collections.abc, numbers) for cls in vars(module).values() if isinstance(cls, type)} | {abc.ABC}
_ENUMS = {getattr(enum, name) for name in ("Enum", "IntEnum", "Flag", "IntFlag", "StrEnum") if hasattr(enum, name)}


def is_real_base(cls):
    """Whether a class of a library can be a base here: those that only hold content, or only say what a class can do."""
    return cls in _ABSTRACT or cls in _ENUMS or cls in SIDE[0].content_types


def build(number, form, bases, exceptions):
    """A class from its description."""
    name, members = form["name"], {}
    solid = next((base for base in bases for kind in SIDE[0].content_types if issubclass(base, kind)), None)
    is_error = any(issubclass(base, BaseException) for base in bases)
    fresh = not any(isinstance(base, MirrorType) for base in bases)
    for key, kind in form["members"].items():
        if type(key) is not str or key in LOCAL or is_error and key in ("__str__", "__repr__") and kind != "m":
            continue
        if key.startswith("__") and key.endswith("__") and key not in _PLAIN_MEMBERS and kind == "m":
            if key in EQUALITY and (solid is None or key == "__hash__" and solid is not None):
                continue
            members[key], owner = special(key)
            owner.append(number)
        elif kind == "none":
            members[key] = None
        elif key not in ("__hash__", "__eq__"):
            members[key] = Forward(number, key, kind)
    if solid is not None:
        for key in ("__eq__", "__ne__"):
            members.pop(key, None)
    members[MEMBERS] = frozenset(members)
    members.update({NUMBER: number, CHECKS: form.get("checks") is True})
    members.update(__module__=form["module"], __qualname__=form["qualname"], __doc__=form["doc"])
    if "fields" in form:
        members["__dataclass_fields__"] = _fields(form["fields"])
    members["__dict__"] = property(lambda self: SIDE[0].variables(self))
    real = form.get("real")
    if real is types.CoroutineType:
        members.update({key: value for key, value in vars(Coroutine).items() if key in ("__await__", "_waiting", "send", "throw", "close")})
    if real is not None and not is_error:
        members["__class__"] = property(lambda self: real)
    if fresh:
        bases = (Mirror, *bases) if solid is not None or is_error else (Mirror, Generic, *bases)
        if solid is None and is_error:
            members.setdefault("__eq__", Generic.__eq__)
            members.setdefault("__hash__", Generic.__hash__)
    meta = whole_meta(bases, form["meta"])
    try:
        cls = type.__new__(meta, name, bases, members)
    except TypeError:  # an order of bases that does not exist here, as where one of them had to be left out
        cls = type.__new__(whole_meta(bases[:2], form["meta"]), name, bases[:2], members)
    return cls


def _fields(forms):
    found = {}
    for name, kind, repr_, init, compare, what in forms:
        field = dataclasses.field(repr=bool(repr_), init=bool(init), compare=bool(compare))
        field.name, field.type = name, kind
        field._field_type = getattr(dataclasses, what if what in ("_FIELD_CLASSVAR", "_FIELD_INITVAR") else "_FIELD")
        found[name] = field
    return found


