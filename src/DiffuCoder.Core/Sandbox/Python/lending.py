"""What the program may do with what the tests lent it: call and use it as any program would, and neither look into it nor make more of it."""
import types

from channel import Broken
from comparing import ARITHMETIC, ORDER
from objects import Objects

_ASKED = ("call", "invoke", "get", "set", "delete", "copied", "signature", "class", "poll", "next")  # what the program may ask at all
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
)) | ORDER | ARITHMETIC
_SHOWN = frozenset(("__name__", "__qualname__", "__doc__", "__module__", "__annotations__", "__defaults__", "__kwdefaults__", "__match_args__"))


class Lending(Objects):
    def __init__(self, *settings):
        super().__init__(*settings)
        self.lent = set()  # classes that crossed as values

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
