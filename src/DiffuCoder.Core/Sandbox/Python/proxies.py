"""The program as its tests see it. What a test compares is decided here, on plain data; the program says how its own objects compare."""
import builtins
import collections.abc
import sys
import types

import errors
import instances
import libraries
import mirrors
from channel import Broken
from objects import Objects

_ORDER = frozenset(("__lt__", "__le__", "__gt__", "__ge__"))
_ARITHMETIC = frozenset(
    f"__{side}{name}__" for side in ("", "r", "i")
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "divmod", "pow", "lshift", "rshift", "and", "xor", "or", "matmul"))
_NUMERIC = frozenset((
    "__int__", "__float__", "__complex__", "__index__", "__abs__", "__round__", "__trunc__", "__floor__", "__ceil__", "__bool__", "__len__"))
_ASKED = ("call", "invoke", "get", "set", "delete", "copied", "signature", "class", "poll", "next")  # what the program may ask at all
# what comes of reading a message that has none; never the tests' own fault, as an error of a library that is not there would be
_NO_MEANING = (KeyError, ValueError, TypeError, IndexError, AttributeError, ArithmeticError, StopIteration, ImportError)
_READING = frozenset((
    "__getitem__", "__iter__", "__len__", "__reversed__", "count", "index", "get", "keys", "values", "items", "issubset", "issuperset", "isdisjoint", "union",
    "intersection", "difference", "symmetric_difference"))
_FIXED = (str, int, float, tuple, bytes, complex, frozenset)
_OF_MOCKS = ("assert", "called", "call_", "mock_calls", "method_calls", "_mock", "return_value", "side_effect", "__")
_HIDDEN = ("gi_", "cr_", "ag_", "f_", "tb_", "co_", "func_")
_CLOSED = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType, types.CodeType, types.FrameType, types.TracebackType, type)
_SPECIALS = frozenset((
    "__call__", "__iter__", "__next__", "__len__", "__getitem__", "__setitem__", "__delitem__", "__contains__", "__bool__", "__str__", "__repr__",
    "__hash__",
    "__eq__", "__ne__", "__int__", "__float__", "__complex__", "__index__", "__abs__", "__neg__", "__pos__", "__invert__", "__round__", "__trunc__",
    "__floor__", "__ceil__", "__reversed__", "__enter__", "__exit__", "__aenter__", "__aexit__", "__aiter__", "__anext__", "__await__", "__format__",
    "__length_hint__",
    "__missing__", "__bytes__", "__fspath__", "__init__", "__post_init__", "__get__", "__set__", "__delete__", "__set_name__",
)) | _ORDER | _ARITHMETIC
_SHOWN = frozenset(("__name__", "__qualname__", "__doc__", "__module__", "__annotations__", "__defaults__", "__kwdefaults__", "__match_args__"))


class Link(Objects):
    """The way to the program: questions out, plain values and mirrors in."""

    guards = True

    def __init__(self, descriptor, limit, replaced):
        super().__init__(descriptor, limit, "f", "h", 2)
        self.find = {**self.find, "mod": self.module}
        self.calls, self.broken, self.scope, self.given = 0, None, None, {}
        self.named, self.learned, self.made, self.lent, self.swallowed = set(), set(), set(), set(), None
        self.replaced, self.plain_builtins = replaced, dict(vars(builtins))

    # ---- messages: a program that breaks the channel has broken it for good ----

    def ask(self, question):
        if self.broken is not None:
            raise self.broken
        self.calls += question["o"] not in ("class", "names")
        try:
            return super().ask(question)
        except (Broken, *_NO_MEANING) as error:
            self._see(error)
            raise

    def result(self, answer, allowed=()):
        try:
            return super().result(answer, allowed)
        except (Broken, *_NO_MEANING) as error:
            self._see(error)
            raise

    def _see(self, error):
        """What breaks the channel; an error of the program's own does not."""
        if isinstance(error, Broken):
            self.broken = error
        elif not getattr(error, "of_candidate", False):
            self.broken = Broken(f"a message that has no meaning ({type(error).__name__})")
            raise self.broken from None

    def outgoing(self, message):
        if "o" in message:
            self._add_changes(message)
        super().outgoing(message)

    def _add_changes(self, message):
        scope = self.scope
        if scope is not None:
            changed = [name for name, value in self.given.items() if scope.get(name, self) is not value and name in scope]
            if changed:
                message["globals"] = {name: self.encode(scope[name]) for name in changed}
                self.given.update({name: scope[name] for name in changed})
        self.replaced.tell(message, self.encode)

    def incoming(self, message):
        super().incoming(message)
        if "out" in message:
            self.replaced.write(message["out"])
        for name, form in message.get("globals", {}).items():
            if name in self.given and self.scope is not None:
                value = self.decode(form)
                if self.scope.get(name, self) is self.given[name]:
                    self.scope[name] = value
                self.given[name] = value

    # ---- policy ----

    def plain(self, value, kind):
        if type(value) is not kind:
            raise Broken(f"a {type(value).__name__} where a {kind.__name__} was due")
        return value

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
        if name in _ORDER or name in _ARITHMETIC or name == "__contains__":
            return self._operation(value, name, owner, args)
        if self.number_of(value) in self.learned and name in _NUMERIC:
            raise TypeError(f"an object of the program that has seen a value of the test gives none to compare ({name})")
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
            result = self._taught(value, args, self.invoke(value, name, owner, args, {}))
            return self._made(result) if is_object or self.is_object(other) else result
        if name in _ORDER:
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

    def _unlearned(self, value, result):
        """What an object gives that has seen a value of the test: nothing that could be compared."""
        if number_or_none(value) in self.learned and result is not NotImplemented:
            if not mirrors.is_mirror(result):
                raise TypeError("an object of the program that has seen a value of the test gives none to compare")
            self.learned.add(self.number_of(result))
        return result

    def get(self, value, name):
        return self._unlearned(value, super().get(value, name))

    def invoke(self, value, name, owner, args, kwargs):
        content = None if self.is_named(value) else self._content_of(value)
        if content is not None and hasattr(content, name) and (name in _READING or content in _FIXED and not name.startswith("__")):
            return getattr(content, name)(value, *args, **kwargs)  # what a function gives is read here, whatever its class makes of it
        result = self._unlearned(value, super().invoke(value, name, owner, args, kwargs))
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
        return self._unlearned(value, super().copied(value, how, *more))

    def next_item(self, value):
        return self._unlearned(value, super().next_item(value))

    def _taught(self, value, args, result):
        """What comes of an object that has seen a value of the test has seen it too."""
        if any(number_or_none(each) in self.learned for each in (value, *args)):
            if not mirrors.is_mirror(result):
                raise TypeError("an object of the program that has seen a value of the test gives none to compare")
            self.learned.add(self.number_of(result))
        return result

    def construct(self, cls, args, kwargs):
        return self._made(super().construct(cls, args, kwargs))

    def _made(self, result):
        """What a test makes of a class that it names is an object to the test; what a function or a method gives is a result, whatever class it has."""
        if mirrors.is_mirror(result) and self.is_named(result):
            self.made.add(self.number_of(result))
        return result

    def is_object(self, value):
        return self.is_named(value) and number_or_none(value) in self.made

    # ---- what the program may do with what the tests lent it ----

    def subject(self, question):
        value = super().subject(question)
        operation = question["o"]
        name = question.get("name", question.get("m", ""))
        if not self._is_allowed(value, operation, name):
            raise AttributeError(f"{name} of the tests is not the program's to use")
        return value

    def _class_form(self, value):
        self.lent.add(value)
        return super()._class_form(value)

    def _is_allowed(self, value, operation, name):
        if isinstance(value, type) and operation in ("call", "invoke") and value.__module__ != "__main__" and value not in self.lent:
            return False  # of a class that was only described nothing can be made
        if type(value).__module__ == "unittest.mock" or "unittest.mock" in {base.__module__ for base in type(value).__mro__}:
            if operation in ("set", "delete") and str(name).startswith(_OF_MOCKS) or name in ("configure_mock", "mock_add_spec", "attach_mock"):
                return False  # what it says of its calls is the tests'
        if operation in ("call", "signature", "poll", "class", "next"):
            return callable(value) or operation != "call"
        if type(name) is not str:
            return False
        if operation == "copied":
            return not isinstance(value, _CLOSED)
        if operation == "invoke" and name in _SPECIALS:
            return not isinstance(value, types.ModuleType)
        if operation == "get" and name in _SHOWN:
            return True
        if name.startswith("__") and name.endswith("__") or name.startswith(_HIDDEN) or isinstance(value, _CLOSED) and not (
                isinstance(value, type) and value.__module__ == "__main__" and operation in ("get", "invoke")):
            return False
        return True

    def method(self, value, name, owner):
        if owner is not None and self.own(owner) not in type(value).__mro__:
            raise Broken("a method of another class")
        return super().method(value, name, owner)

    def on_copied(self, question):
        if question["how"] == "vars":
            return self.value(dict(vars(self.subject(question))))
        return super().on_copied(question)

    def serve(self, question):
        if type(question) is not dict or question.get("o") not in _ASKED:
            raise Broken("a question that has no meaning")
        return super().serve(question)

    def failed(self, error):
        """An assertion of the tests that the program is told of: it may not swallow it."""
        if isinstance(error, AssertionError) and not getattr(error, "of_candidate", False):
            self.swallowed = error

    def export(self, value):
        if type(value) in (types.BuiltinFunctionType, types.FunctionType):
            module, name = value.__module__, value.__name__
            if type(module) is str and value is self._of_library(module, name):
                return {"lib": [module, name]}
        return super().export(value)

    def _of_library(self, module, name):
        if module == "builtins":
            return self.plain_builtins.get(name)
        return getattr(sys.modules.get(module), name, None) if module.partition(".")[0] in sys.stdlib_module_names else None

    def builtin(self, name):
        value = self.plain_builtins[self.plain(name, str)]
        if not isinstance(value, type) and name not in libraries.PURE:
            raise Broken(f"{name} is no type")
        return value

    def module(self, name):
        """A library that the program imported, from the tests' own."""
        if type(name) is not str or name.partition(".")[0] in libraries._REFUSED or name.partition(".")[0] not in sys.stdlib_module_names:
            raise Broken("a module that is no library")
        if name not in sys.modules and name not in libraries.TYPES:  # to import it would run it
            raise Broken("a module that the tests have not")
        return __import__("importlib").import_module(name)

    # ---- names ----

    def names(self, names, named):
        """The values of the program's names that have one."""
        self.named |= named
        answer = self.ask({"o": "names", "names": sorted(names)})
        found = self.result(answer) if "x" in answer else answer["v"]
        if type(found) is not dict:
            raise Broken("names that are none")
        self.reading += 1
        try:
            return {name: self.decoded(found[name]) for name in sorted(names) if name in found}
        finally:
            self.done_reading()


def number_or_none(value):
    return instances.number_of(value) if isinstance(value, instances.Mirror) else None


def _holds_mirror(value):
    return type(value) in (list, tuple, set, frozenset) and any(mirrors.is_mirror(part) for part in value)
