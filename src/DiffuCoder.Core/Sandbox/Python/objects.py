"""The answers to what the other side asks about objects of this one."""
import copy
import dataclasses
import enum
import functools
import inspect
import sys
import types

import ahead
import errors
import libraries
import polling
from asking import Asking
from channel import Broken

_probe = {0: object()}
_ALONE = sys.getrefcount(_probe[0])
_COPIES = {
    "copy": copy.copy, "deepcopy": copy.deepcopy, "vars": vars, "dir": dir, "repr": repr, "str": str, "format": format, "hash": hash,
    "member": lambda kind, name: vars(kind)[name],
}


def member_kind(name, value):
    if isinstance(value, types.FunctionType) or isinstance(value, (types.WrapperDescriptorType, types.MethodDescriptorType)):
        return "m"
    if isinstance(value, (staticmethod, classmethod, types.ClassMethodDescriptorType)):
        return "s"
    if value is None and name.startswith("__"):
        return "none"
    return "m" if type(value).__name__ in ("Function", "partialmethod", "_lru_cache_wrapper") else "v"


def _told(value):
    """Whether a part of a signature is there, and what it is."""
    is_there = value is not inspect.Parameter.empty
    return is_there, value if is_there else None


def _meta_specials(kind):
    """What the metaclass of a class defines beside what every class has, as an enumeration's does."""
    found = set()
    for meta in type(kind).__mro__:
        if not issubclass(type, meta):
            found.update(name for name in vars(meta) if name.startswith("__") and callable(getattr(meta, name, None)))
    return sorted(found)


def _field_form(field):
    kind = field.type if type(field.type) is str else getattr(field.type, "__name__", "?")
    return [field.name, kind, bool(field.repr), bool(field.init), bool(field.compare), field._field_type.name]


def real_name(kind):
    return ["builtins", kind.__name__] if kind.__module__ == "builtins" else [kind.__module__, kind.__qualname__] if (
        libraries.name_of(kind) or libraries.error_named(kind.__module__, kind.__qualname__) is kind) else None


class Objects(Asking):
    """The table of this side's objects, and the answers to questions about them."""

    def serve(self, question):
        try:
            return getattr(self, "on_" + question["o"])(question)
        except Broken:
            raise
        except BaseException as error:  # SystemExit and KeyboardInterrupt too
            self.failed(error)
            return {"x": errors.raised(self, error)}

    def failed(self, error):
        """An error of this side that the other is told of."""

    def value(self, value):
        return {"v": self.encode(value)}

    def subject(self, question):
        return self.own(question[self.tag])

    def arguments(self, question):
        decode, kwargs = self.decode, question["k"]
        self.reading += 1
        try:
            return [decode(form) for form in question["a"]], {name: decode(form) for name, form in kwargs.items()} if kwargs else kwargs
        finally:
            self.done_reading()

    def on_call(self, question):
        args, kwargs = self.arguments(question)
        return {"v": self.encode(self.subject(question)(*args, **kwargs))}

    def on_invoke(self, question):
        args, kwargs = self.arguments(question)
        return {"v": self.encode(self.method(self.subject(question), question["m"], question["c"])(*args, **kwargs))}

    def on_next(self, question):
        count = question["count"]
        self.subject(question)
        number = question[self.tag]
        is_alone = number in self.passing or sys.getrefcount(self.kept[number]) <= _ALONE  # nobody else can ask it for its items
        iterator = self.subject(question)
        is_quiet = is_alone and ahead.is_quiet(iterator)
        found, is_end, last = ahead.items(iterator, min(count, ahead.MOST) if is_quiet else 1)
        answer = {"v": [self.encode(item) for item in found]}
        if is_end:
            answer.update(end=True, last=self.encode(last), error=isinstance(last, BaseException))
        if is_quiet:
            answer["quiet"] = True
        return answer

    def method(self, value, name, owner):
        """A method by its name: that of its own class, or, where a class derived from it asks what it would do itself, that of `owner`."""
        kind = type(value)
        if name.startswith("__") and name.endswith("__") and owner is None:
            return functools.partial(getattr(kind, name), value)
        if owner is not None:
            cls = self.own(owner)
            first = next((each for each in kind.__mro__ if name in each.__dict__), None)
            if first is not cls and first is not None and cls in kind.__mro__ and name in cls.__dict__:
                return cls.__dict__[name].__get__(value, kind)
            if name.startswith("__") and name.endswith("__") and first is not None:
                is_function = isinstance(first.__dict__[name], types.FunctionType)
                return functools.partial(getattr(kind, name), value) if is_function else getattr(value, name)
        return getattr(value, name)

    def on_get(self, question):
        value, name = self.subject(question), question["name"]
        if name == "__code__" and isinstance(value, (types.FunctionType, types.MethodType)):
            code = value.__code__
            return {"v": [code.co_argcount, code.co_flags, *code.co_varnames]}
        return self.value(getattr(value, name))

    def on_set(self, question):
        setattr(self.subject(question), question["name"], self.decode(question["v"]))
        return {"v": None}

    def on_delete(self, question):
        delattr(self.subject(question), question["name"])
        return {"v": None}

    def on_copied(self, question):
        return self.value(_COPIES[question["how"]](self.subject(question), *map(self.decode, question["more"])))

    def on_signature(self, question):
        signature = inspect.signature(self.subject(question))
        parts = []
        for parameter in signature.parameters.values():
            default, note = parameter.default, parameter.annotation
            parts.append((parameter.name, int(parameter.kind), *_told(default), *_told(note)))
        return self.value([*parts, *_told(signature.return_annotation)])

    def on_poll(self, question):
        return polling.poll(self, question[self.tag], self.subject(question), question["cancel"])

    # ---- classes ----

    def on_class(self, question):
        kind = self.subject(question)
        if not isinstance(kind, type):
            raise TypeError("no class")
        members = {name: member_kind(name, value) for name, value in vars(kind).items() if type(name) is str}
        if issubclass(kind, enum.Enum):
            members.update({name: "v" for name in kind.__members__}, name="v", value="v")
        form = {
            "name": str(kind.__name__), "module": str(kind.__module__), "qualname": str(kind.__qualname__),
            "doc": kind.__doc__ if type(kind.__doc__) is str else None,
            "bases": [[self.number(base), real_name(base)] for base in kind.__bases__], "members": members,
            "checks": any("__instancecheck__" in vars(meta) for meta in type(kind).__mro__ if meta is not type),
            "meta": _meta_specials(kind),
        }
        if dataclasses.is_dataclass(kind):
            form["fields"] = list(map(_field_form, kind.__dataclass_fields__.values()))
        return {"v": form}

    def on_subclass(self, question):
        members = {}
        for name, kind, forms in question["members"]:
            parts = [self.bound_later(self.decode(form)) for form in forms]
            members[name] = {"static": staticmethod, "class": classmethod, "property": property}.get(kind, lambda part: part)(*parts)
        bases = tuple(self.decode(form) for form in question["bases"])
        members["__module__"] = "__main__"
        options = {name: self.decode(form) for name, form in question["k"].items()}
        made = types.new_class(question["name"], bases, options, lambda space: space.update(members))
        return {"v": self.number(made)}

    @staticmethod
    def bound_later(value):
        """A function of the other side's class as one that a class here can hold."""
        if type(value).__name__ != "Function" or value._kind != "function":
            return value

        def method(*args, **kwargs):
            return value(*args, **kwargs)

        method.__name__ = method.__qualname__ = value._name
        return method
