"""Objects of the other side as they are seen on this one, whose parts are asked for when they are used. None of their code comes along."""
import functools
import types

MINE = "\0number"
NUMBER, HASH, CHECKS, MEMBERS = "\0class", "\0hash", "\0checks", "\0members"
CLASS_DICT = vars(type)["__dict__"]
SIDE = []  # of this process, once there is one
# found by whoever only looks whether they are there
ASKED = frozenset((
    "__name__", "__qualname__", "__doc__", "__module__", "__annotations__", "__defaults__", "__kwdefaults__", "__wrapped__", "__self__", "__func__",
    "__match_args__", "__origin__", "__args__", "__parameters__", "__cached__", "__members__", "__total__", "__type_params__", "__value__",
    "__bound__",
    "__notes__", "__version__", "__code__", "__closure__", "__slots__", "__orig_bases__", "__abstractmethods__", "__final__", "__required_keys__",
    "__optional_keys__", "__dict__", "__isabstractmethod__", "__globals__", "__weakref__", "__cause__", "__context__",
))
LOCAL = frozenset((
    "__new__", "__class__", "__getattribute__", "__getattr__", "__setattr__", "__delattr__", "__dict__", "__weakref__", "__del__", "__slots__",
    "__doc__",
    "__module__", "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__", "__sizeof__", "__subclasshook__", "__init_subclass__", "__dir__",
    "__copy__",
    "__deepcopy__", "__qualname__", "__name__", "__instancecheck__", "__subclasscheck__", "__classcell__", "__dataclass_fields__",
    "__abstractmethods__",
    "__signature__", "__set_name__", "__getnewargs__", "__getnewargs_ex__", "__bases__", "__mro__", "__static_attributes__", "__firstlineno__",
))
_OF_ERROR = frozenset(("__traceback__", "__context__", "__cause__", "__suppress_context__", "__notes__"))
EQUALITY = frozenset(("__eq__", "__ne__", "__hash__"))


def attach(side):
    SIDE.append(side)


def dict_of(value):
    return _INSTANCE_DICT.__get__(value)


def number_of(value):
    """The number on the other side of a mirror."""
    return dict_of(value)[MINE]


class Forward:
    """A member of a class of the other side."""

    def __init__(self, number, name, kind):
        self.number, self.name, self.kind = number, name, kind

    def __get__(self, instance, owner):
        side = SIDE[0]
        if instance is None or self.kind == "s":
            return side.get_member(self.number, self.name, owner)
        if self.kind != "m":
            return side.get(instance, self.name)
        bound = functools.partial(side.invoke, instance, self.name, self.number)
        return Method(bound, instance, self)

    def __set__(self, instance, value):
        SIDE[0].set(instance, self.name, value)

    def __delete__(self, instance):
        SIDE[0].delete(instance, self.name)


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
        return SIDE[0].get(self.__self__, self.__name__)

    def __getattr__(self, name):
        if name.startswith("_") and name not in ASKED:
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


def special(name):
    def forward(self, /, *args, **kwargs):
        return SIDE[0].special(self, name, owner[0], args, kwargs)

    owner = []
    forward.__name__ = name
    return forward, owner


class Mirror:
    """What all mirrors have. The number is kept in the instance's own dictionary, which the other side's hides."""

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__") and name not in ASKED:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute {name!r}")
        if MINE not in dict_of(self):
            raise AttributeError(name)
        return SIDE[0].get(self, name)

    def __setattr__(self, name, value):
        if name in _OF_ERROR and isinstance(self, BaseException):
            object.__setattr__(self, name, value)
        else:
            SIDE[0].set(self, name, value)

    def __delattr__(self, name):
        SIDE[0].delete(self, name)

    def __del__(self):
        if SIDE:
            SIDE[0].released(self)

    def __copy__(self):
        return SIDE[0].copied(self, "copy")

    def __deepcopy__(self, _):
        return SIDE[0].copied(self, "deepcopy")

    def __reduce_ex__(self, _):
        raise TypeError(f"cannot pickle '{type(self).__name__}' object")

    def __dir__(self):
        return SIDE[0].copied(self, "dir")


_INSTANCE_DICT = vars(Mirror)["__dict__"]


class Generic:
    """What a class gets that has no built-in content: equality is decided by the side's policy."""

    def __eq__(self, other):
        return SIDE[0].equal(self, other)

    def __ne__(self, other):
        equal = SIDE[0].equal(self, other)
        return equal if equal is NotImplemented else not equal

    def __hash__(self):
        known = dict_of(self).get(HASH)
        if known is None:
            known = dict_of(self)[HASH] = SIDE[0].hashed(self)
        return known

    def __repr__(self):
        return SIDE[0].shown(self, "repr")

    def __str__(self):
        return SIDE[0].shown(self, "str")

    def __format__(self, spec):
        return SIDE[0].shown(self, "format", spec)


class Coroutine:
    """A coroutine of the other side: it runs there, in that side's event loop, and is waited for here."""

    def __await__(self):
        return SIDE[0].awaiting(self)

    def _waiting(self):
        space = dict_of(self)
        if "\0waiting" not in space:
            space["\0waiting"] = SIDE[0].awaiting(self)
        return space["\0waiting"]

    def send(self, value):
        return Coroutine._waiting(self).send(value)

    def throw(self, *error):
        return Coroutine._waiting(self).throw(*error)

    def close(self):
        Coroutine._waiting(self).close()
        SIDE[0].invoke(self, "close", None, (), {})


def make(cls, number, content=None, base=None):
    """An instance of a mirrored class."""
    value = base.__new__(cls, content) if content is not None else (base or object).__new__(cls)
    dict_of(value)[MINE] = number
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
        if name.startswith("__") and name.endswith("__") and name not in ASKED:
            raise AttributeError(f"'{self._kind}' object has no attribute {name!r}")
        return self._side.get(self, name)

    def __setattr__(self, name, value):
        self._side.set(self, name, value)

    def __delattr__(self, name):
        self._side.delete(self, name)

    __iter__ = __contains__ = None  # it has no items, but what a generic class makes of a key

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
