"""Objects of the other side as they are seen on this one: real instances of real classes, whose parts are asked for.

A class of the other side becomes a class here, with the same name and bases, each of whose members asks. None of its code comes along. An instance that derives
from a list, a number or another built-in type also holds that content here.
"""
import abc
import collections.abc
import dataclasses
import enum
import functools
import inspect
import numbers
import sys
import types

from channel import Broken

_MINE = "\0number"
_NUMBER, _HASH, _CHECKS, _ASKABLE = "\0class", "\0hash", "\0checks", "\0members"
_CLASS_DICT = vars(type)["__dict__"]
_SIDE = []  # of this process, once there is one
_SOLID = (int, str, float, complex, tuple, bytes, frozenset, list, dict, set, bytearray)
# found by whoever only looks whether they are there
_ASKED = frozenset((
    "__name__", "__qualname__", "__doc__", "__module__", "__annotations__", "__defaults__", "__kwdefaults__", "__wrapped__", "__self__", "__func__",
    "__match_args__", "__origin__", "__args__", "__parameters__", "__cached__", "__members__", "__total__", "__type_params__", "__value__", "__bound__",
    "__notes__", "__version__", "__code__", "__closure__", "__slots__", "__orig_bases__", "__abstractmethods__", "__final__", "__required_keys__",
    "__optional_keys__", "__dict__", "__isabstractmethod__", "__globals__", "__weakref__", "__cause__", "__context__",
))
_LOCAL = frozenset((
    "__new__", "__class__", "__getattribute__", "__getattr__", "__setattr__", "__delattr__", "__dict__", "__weakref__", "__del__", "__slots__", "__doc__",
    "__module__", "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__", "__sizeof__", "__subclasshook__", "__init_subclass__", "__dir__", "__copy__",
    "__deepcopy__", "__qualname__", "__name__", "__instancecheck__", "__subclasscheck__", "__classcell__", "__dataclass_fields__", "__abstractmethods__",
    "__signature__", "__set_name__", "__getnewargs__", "__getnewargs_ex__", "__bases__", "__mro__", "__static_attributes__", "__firstlineno__",
))
_OF_ERROR = frozenset(("__traceback__", "__context__", "__cause__", "__suppress_context__", "__notes__"))
_EQUALITY = frozenset(("__eq__", "__ne__", "__hash__"))


def attach(side):
    _SIDE.append(side)


def _dict_of(value):
    return _INSTANCE_DICT.__get__(value)


def number_of(value):
    """The number on the other side of a mirror."""
    return _dict_of(value)[_MINE]


def is_mirror(value):
    return isinstance(type(value), MirrorType) or type(value) is Function


class Forward:
    """A member of a class of the other side."""

    def __init__(self, number, name, kind):
        self.number, self.name, self.kind = number, name, kind

    def __get__(self, instance, owner):
        side = _SIDE[0]
        if instance is None or self.kind == "s":
            return side.get_member(self.number, self.name, owner)
        if self.kind != "m":
            return side.get(instance, self.name)
        bound = functools.partial(side.invoke, instance, self.name, self.number)
        return Method(bound, instance, self)

    def __set__(self, instance, value):
        _SIDE[0].set(instance, self.name, value)

    def __delete__(self, instance):
        _SIDE[0].delete(instance, self.name)


class Method:
    """A method of an object of the other side, bound to it: called without asking first whether it is there."""

    def __init__(self, bound, instance, member):
        self._bound, self.__self__, self.__name__, self._member = bound, instance, member.name, member

    def __call__(self, /, *args, **kwargs):
        return self._bound(args, kwargs)

    __class__ = property(lambda self: types.MethodType)

    @property
    def __func__(self):
        return self._member.__get__(None, type(self.__self__))

    def _whole(self):
        return _SIDE[0].get(self.__self__, self.__name__)

    def __getattr__(self, name):
        if name.startswith("_") and name not in _ASKED:
            raise AttributeError(f"'method' object has no attribute {name!r}")
        return getattr(self._whole(), name)

    @property
    def __signature__(self):
        return self._whole().__signature__

    @property
    def __doc__(self):
        return self._whole().__doc__

    def __eq__(self, other):
        return type(other) is Method and other.__self__ is self.__self__ and other.__name__ == self.__name__

    def __hash__(self):
        return hash((id(self.__self__), self.__name__))

    def __repr__(self):
        return f"<bound method {type(self.__self__).__name__}.{self.__name__}>"


def _special(name):
    def forward(self, /, *args, **kwargs):
        return _SIDE[0].special(self, name, owner[0], args, kwargs)

    owner = []
    forward.__name__ = name
    return forward, owner


class Mirror:
    """What all mirrors have. The number is kept in the instance's own dictionary, which the other side's hides."""

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__") and name not in _ASKED:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute {name!r}")
        if _MINE not in _dict_of(self):
            raise AttributeError(name)
        return _SIDE[0].get(self, name)

    def __setattr__(self, name, value):
        if name in _OF_ERROR and isinstance(self, BaseException):
            object.__setattr__(self, name, value)
        else:
            _SIDE[0].set(self, name, value)

    def __delattr__(self, name):
        _SIDE[0].delete(self, name)

    def __del__(self):
        if _SIDE:
            _SIDE[0].released(self)

    def __copy__(self):
        return _SIDE[0].copied(self, "copy")

    def __deepcopy__(self, _):
        return _SIDE[0].copied(self, "deepcopy")

    def __reduce_ex__(self, _):
        raise TypeError(f"cannot pickle '{type(self).__name__}' object")

    def __dir__(self):
        return _SIDE[0].copied(self, "dir")


_INSTANCE_DICT = vars(Mirror)["__dict__"]


class _Generic:
    """What a class gets that has no built-in content: equality is decided by the side's policy."""

    def __eq__(self, other):
        return _SIDE[0].equal(self, other)

    def __ne__(self, other):
        equal = _SIDE[0].equal(self, other)
        return equal if equal is NotImplemented else not equal

    def __hash__(self):
        known = _dict_of(self).get(_HASH)
        if known is None:
            known = _dict_of(self)[_HASH] = _SIDE[0].hashed(self)
        return known

    def __repr__(self):
        return _SIDE[0].shown(self, "repr")

    def __str__(self):
        return _SIDE[0].shown(self, "str")

    def __format__(self, spec):
        return _SIDE[0].shown(self, "format", spec)


class _Coroutine:
    """A coroutine of the other side: it runs there, in that side's event loop, and is waited for here."""

    def __await__(self):
        return _SIDE[0].awaiting(self)

    def _waiting(self):
        return _dict_of(self).setdefault("\0waiting", None) or _dict_of(self).__setitem__("\0waiting", _SIDE[0].awaiting(self)) or _dict_of(self)["\0waiting"]

    def send(self, value):
        return _Coroutine._waiting(self).send(value)

    def throw(self, *error):
        return _Coroutine._waiting(self).throw(*error)

    def close(self):
        _Coroutine._waiting(self).close()
        _SIDE[0].invoke(self, "close", None, (), {})


class MirrorType(type):
    def __new__(meta, name, bases, members, **options):
        return _SIDE[0].subclass(meta, name, bases, members, options)

    def __init__(cls, *args, **options):
        pass

    def __call__(cls, /, *args, **kwargs):
        return _SIDE[0].construct(cls, args, kwargs)

    def __getattr__(cls, name):
        if name.startswith("__") and name.endswith("__") and name not in _ASKED:
            raise AttributeError(f"type object '{cls.__name__}' has no attribute {name!r}")
        return _SIDE[0].get_member(_number_of_class(cls), name, cls)

    def __setattr__(cls, name, value):
        if name.startswith("_abc_") or name in ("__abstractmethods__", "__parameters__"):
            type.__setattr__(cls, name, value)
        else:
            _SIDE[0].set_member(cls, name, value)

    def __delattr__(cls, name):
        _SIDE[0].delete_member(cls, name)

    def __instancecheck__(cls, value):
        if type.__instancecheck__(cls, value):
            return True
        return isinstance(value, Mirror) and _here(cls).get(_CHECKS) is True and bool(_SIDE[0].invoke(cls, "__instancecheck__", None, (value,), {}))

    def __subclasscheck__(cls, other):
        if type.__subclasscheck__(cls, other):
            return True
        return isinstance(other, MirrorType) and _here(cls).get(_CHECKS) is True and bool(_SIDE[0].invoke(cls, "__subclasscheck__", None, (other,), {}))

    def __dir__(cls):
        return sorted({name for base in cls.__mro__ for name in vars(base) if name not in (_NUMBER,)})

    @property
    def __dict__(cls):
        return _Members(cls)

    @property
    def __mro__(cls):
        return tuple(base for base in type.__dict__["__mro__"].__get__(cls) if base not in (Mirror, _Generic))

    @property
    def __bases__(cls):
        return tuple(base for base in type.__dict__["__bases__"].__get__(cls) if base not in (Mirror, _Generic)) or (object,)

    def mro(cls):
        return type.mro(cls) if type.__dict__["__mro__"].__get__(cls) is None else list(cls.__mro__)  # while it is made it has none yet

    @property
    def __signature__(cls):
        return _SIDE[0].signature({"c": _number_of_class(cls)})


def _here(cls):
    """What a mirrored class really holds."""
    return _CLASS_DICT.__get__(cls)


def _number_of_class(cls):
    return _here(cls)[_NUMBER]


class _Members(collections.abc.Mapping):
    """The dictionary of a mirrored class, as the other side has it."""

    def __init__(self, cls):
        self._cls = cls

    def __getitem__(self, name):
        value = _here(self._cls)[name]
        return _SIDE[0].copied(self._cls, "member", name) if _SIDE[0].guards and name in _here(self._cls).get(_ASKABLE, ()) else value

    def __iter__(self):
        return (name for name in _here(self._cls) if not name.startswith("\0"))

    def __len__(self):
        return sum(1 for _ in self)

    def __contains__(self, name):
        return name in _here(self._cls)


def _whole_meta(bases, names):
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
        return lambda cls, *args: _SIDE[0].special(cls, name, None, args, {})

    found = {name: member(name) for name in names if name not in _LOCAL and name not in _EQUALITY and name not in ("__call__", "__prepare__", "__init__", "__repr__", "__or__", "__ror__")}
    return type("type", tuple(others), found) if found or len(others) > 1 else others[0]


_ABSTRACT = {cls for cls in vars(collections.abc).values() if isinstance(cls, type)} | {abc.ABC} | {cls for cls in vars(numbers).values() if isinstance(cls, type)}
_ENUMS = {getattr(enum, name) for name in ("Enum", "IntEnum", "Flag", "IntFlag", "StrEnum") if hasattr(enum, name)}


def is_real_base(cls):
    """Whether a class of a library can be a base here: those that only hold content, or only say what a class can do."""
    return cls in _ABSTRACT or cls in _ENUMS or cls in _SIDE[0].content_types


def build(number, form, bases, exceptions):
    """A class from its description."""
    name, members = form["name"], {}
    solid = next((base for base in bases for kind in _SIDE[0].content_types if issubclass(base, kind)), None)
    is_error = any(issubclass(base, BaseException) for base in bases)
    fresh = not any(isinstance(base, MirrorType) for base in bases)
    for key, kind in form["members"].items():
        if type(key) is not str or key in _LOCAL or is_error and key in ("__str__", "__repr__") and kind != "m":
            continue
        if key.startswith("__") and key.endswith("__") and key not in ("__init__", "__match_args__", "__annotations__", "__post_init__") and kind == "m":
            if key in _EQUALITY and (solid is None or key == "__hash__" and solid is not None):
                continue
            members[key], owner = _special(key)
            owner.append(number)
        elif kind == "none":
            members[key] = None
        elif key not in ("__hash__", "__eq__"):
            members[key] = Forward(number, key, kind)
    if solid is not None:
        for key in ("__eq__", "__ne__"):
            members.pop(key, None)
    members[_ASKABLE] = frozenset(members)
    members.update(**{_NUMBER: number, _CHECKS: form.get("checks") is True}, __module__=form["module"], __qualname__=form["qualname"], __doc__=form["doc"])
    if "fields" in form:
        members["__dataclass_fields__"] = _fields(form["fields"])
    members["__dict__"] = property(lambda self: _SIDE[0].variables(self))
    real = form.get("real")
    if real is types.CoroutineType:
        members.update({key: value for key, value in vars(_Coroutine).items() if key in ("__await__", "_waiting", "send", "throw", "close")})
    if real is not None and not is_error:
        members["__class__"] = property(lambda self: real)
    if fresh:
        bases = (Mirror, *bases) if solid is not None or is_error else (Mirror, _Generic, *bases)
        if solid is None and is_error:
            members.setdefault("__eq__", _Generic.__eq__)
            members.setdefault("__hash__", _Generic.__hash__)
    meta = _whole_meta(bases, form["meta"])
    try:
        cls = type.__new__(meta, name, bases, members)
    except TypeError:  # an order of bases that does not exist here, as where one of them had to be left out
        cls = type.__new__(_whole_meta(bases[:2], form["meta"]), name, bases[:2], members)
    return cls


def _fields(forms):
    found = {}
    for name, kind, repr_, init, compare, what in forms:
        field = dataclasses.field(repr=bool(repr_), init=bool(init), compare=bool(compare))
        field.name, field.type, field._field_type = name, kind, getattr(dataclasses, what if what in ("_FIELD_CLASSVAR", "_FIELD_INITVAR") else "_FIELD")
        found[name] = field
    return found


def make(cls, number, content=None, base=None):
    """An instance of a mirrored class."""
    value = base.__new__(cls, content) if content is not None else (base or object).__new__(cls)
    _dict_of(value)[_MINE] = number
    return value


_REAL_KINDS = {
    "function": types.FunctionType, "builtin_function_or_method": types.BuiltinFunctionType, "method": types.MethodType,
    "partial": functools.partial,
}


class Function:
    """Something of the other side that is there to be called."""

    __slots__ = ("_side", "_number", "_name", "_kind", "__weakref__")

    def __init__(self, side, number, name, kind):
        for slot, value in zip(Function.__slots__, (side, number, name, kind)):
            object.__setattr__(self, slot, value)

    def __call__(self, /, *args, **kwargs):
        return self._side.call(self, args, kwargs)

    def __get__(self, instance, owner=None):
        return self if instance is None or self._kind != "function" else types.MethodType(self, instance)

    @property
    def __class__(self):
        return _REAL_KINDS.get(self._kind, Function)

    @property
    def __name__(self):
        return self._name

    @property
    def __doc__(self):
        return self._side.get(self, "__doc__")

    @property
    def __module__(self):
        return self._side.get(self, "__module__")

    @property
    def __dict__(self):
        return self._side.variables(self)

    @property
    def __signature__(self):
        return self._side.signature(self._side.reference(self))

    @property
    def __code__(self):
        return self._side.code(self)

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__") and name not in _ASKED:
            raise AttributeError(f"'{self._kind}' object has no attribute {name!r}")
        return self._side.get(self, name)

    def __setattr__(self, name, value):
        self._side.set(self, name, value)

    def __delattr__(self, name):
        self._side.delete(self, name)

    def __getitem__(self, key):
        return self._side.special(self, "__getitem__", None, (key,), {})

    def __del__(self):
        self._side.released(self)

    def __copy__(self):
        return self

    def __deepcopy__(self, _):
        return self

    def __repr__(self):
        return f"<{self._kind} {self._name}>"
