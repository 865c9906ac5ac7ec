"""The program as its tests see it: its names, its modules, and what the tests change in it."""
import builtins
import sys
import types

import libraries
from channel import Broken
from comparing import Comparing
from lending import Lending

# what comes of reading a message that has none; never the tests' own fault, as an error of a library that is not there would be
_NO_MEANING = (KeyError, ValueError, TypeError, IndexError, AttributeError, ArithmeticError, StopIteration, ImportError)


class Link(Comparing, Lending):
    """The way to the program: questions out, plain values and mirrors in."""

    guards = True

    def __init__(self, descriptor, limit, replaced):
        super().__init__(descriptor, limit, "f", "h", 2)
        self.find = {**self.find, "mod": self.module}
        self.calls, self.broken, self.scope, self.given = 0, None, None, {}
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

    def plain(self, value, kind):
        if type(value) is not kind:
            raise Broken(f"a {type(value).__name__} where a {kind.__name__} was due")
        return value

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
