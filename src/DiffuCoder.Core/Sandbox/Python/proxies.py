"""The candidate as its tests see it: names whose calls go through the channel, and handles of objects that stay on the other side.

A handle equals itself and nothing else, has no order and no arithmetic: whatever a test compares is plain data, compared here.
"""
import builtins

import values
from peer import Peer

_LENT_ITEMS = 1 << 16
# an exception of these would end a loop, a generator or the test itself where the test expects an error
_CONTROL = (StopIteration, StopAsyncIteration)


class CandidateError(RuntimeError):
    """An exception of the candidate that has no place among the built-in ones."""


class Handle:
    __slots__ = ("_link", "_number", "_name")

    def __init__(self, link, number, name):
        for slot, value in zip(Handle.__slots__, (link, number, name)):
            object.__setattr__(self, slot, value)

    def _ask(self, question, **members):
        return self._link.ask({"o": question, "h": self._number, **members})

    def __getattr__(self, name):
        if name.startswith("__") and name != "__name__":  # protocols that Python or a library looks for: the handle has none but those below
            raise AttributeError(f"a handle of the candidate's {self._name} has no {name}")
        return self._ask("get", name=name)

    def __setattr__(self, name, value):
        self._ask("set", name=name, v=self._link.encode(value))

    def __getitem__(self, key):
        return self._ask("item", v=self._link.encode(key))

    def __setitem__(self, key, value):
        self._ask("setitem", k=self._link.encode(key), v=self._link.encode(value))

    def __iter__(self):
        return iter(self._ask("iter"))

    def __contains__(self, item):
        return any(item is each or item == each for each in self)  # here: the candidate is not told what is looked for

    def __len__(self):
        return self._link.plain(self._ask("len"), int)

    def __bool__(self):
        return self._link.plain(self._ask("bool"), bool)

    def __str__(self):
        return self._link.plain(self._ask("str"), str)

    def __repr__(self):
        return self._link.plain(self._ask("repr"), str)

    def __format__(self, spec):
        return format(str(self), spec)

    def __eq__(self, other):
        return self is other

    def __ne__(self, other):
        return self is not other

    def __hash__(self):
        return hash(("handle", self._number))

    def __copy__(self):
        return self

    def __deepcopy__(self, _):
        return self


class FunctionHandle(Handle):
    __slots__ = ()

    def __call__(self, *args, **kwargs):
        return self._link.call(self._number, args, kwargs)


class ClassHandle(FunctionHandle):
    __slots__ = ()

    def __instancecheck__(self, value):
        return self._link.plain(self._ask("isinstance", v=self._link.encode(value)), bool)


class IteratorHandle(Handle):
    """Fetches items in growing lots, so that a long one is not a question each; the first one alone, as `next` means it."""
    __slots__ = ("_items", "_ended", "_error", "_count")

    def __init__(self, link, number, name):
        super().__init__(link, number, name)
        for slot, value in zip(IteratorHandle.__slots__, ([], False, None, 1)):
            object.__setattr__(self, slot, value)

    def __iter__(self):
        return self

    def __next__(self):
        if not self._items and not self._ended:
            if self._error is not None:
                raise self._error
            self._fetch()
        if not self._items:
            raise StopIteration
        return self._items.pop()

    def _fetch(self):
        answer = self._link.message({"o": "next", "h": self._number, "count": self._count})
        items = [self._link.decode(form) for form in answer.get("v", [])]
        object.__setattr__(self, "_items", items[::-1])
        object.__setattr__(self, "_ended", answer.get("end") is True)
        object.__setattr__(self, "_count", min(self._count * 2, 1024))
        if "x" in answer:
            error = self._link.error(answer["x"])
            if not items:
                raise error
            object.__setattr__(self, "_error", error)
        elif not items and not self._ended:
            raise CandidateError("an iterator that gives nothing and does not end")


_KINDS = {"function": FunctionHandle, "class": ClassHandle, "iterator": IteratorHandle, "object": Handle}


class Link:
    """The way to the candidate: questions out, plain values and handles in."""

    def __init__(self, descriptor, limit):
        self.peer = Peer(descriptor, limit, self.serve)
        self.handles, self.lent, self.exceptions = {}, {}, {}
        self.find = {"h": self.handle, "n": lambda name, _: self.builtin(name)}

    # ---- values ----

    def encode(self, value):
        return values.encode(value, self.export)

    def decode(self, form):
        return values.decode(form, self.find)

    def export(self, value):
        if isinstance(value, Handle):
            return {"h": value._number}
        if isinstance(value, type) and issubclass(value, BaseException) and value in self.exceptions.values():
            return {"h": next(number for number, kind in self.exceptions.items() if kind is value)}
        name = getattr(value, "__name__", None)
        if isinstance(name, str) and builtins.__dict__.get(name) is value:
            return {"n": name}
        if callable(value) and not isinstance(value, type):
            self.lent[id(value)] = value
            return {"f": id(value)}
        if hasattr(type(value), "__next__"):
            items = [item for item, _ in zip(value, range(_LENT_ITEMS))]
            return {"iterator": [self.encode(item) for item in items]}
        raise TypeError(f"a {type(value).__name__} of the tests cannot be handed to the candidate")

    def handle(self, content, _):
        number, what, name = content
        known = self.handles.get(self.plain(number, int))
        if known is None:
            if what not in _KINDS:
                raise CandidateError(f"a {what} of the candidate has no place in a test")
            known = self.handles[number] = _KINDS[what](self, number, self.plain(name, str))
        return known

    def builtin(self, name):
        value = builtins.__dict__[self.plain(name, str)]
        if not isinstance(value, type):
            raise CandidateError(f"{name} is no type")
        return value

    @staticmethod
    def plain(value, kind):
        if type(value) is not kind:
            raise CandidateError(f"a {type(value).__name__} where a {kind.__name__} was due")
        return value

    # ---- questions ----

    def message(self, question):
        return self.peer.ask(question)

    def ask(self, question):
        answer = self.message(question)
        if "x" in answer:
            raise self.error(answer["x"])
        return self.decode(answer["v"])

    def call(self, number, args, kwargs):
        question = {
            "o": "call",
            "h": number,
            "a": [self.encode(arg) for arg in args],
            "k": {name: self.encode(arg) for name, arg in kwargs.items()},
        }
        answer = self.message(question)
        if "x" in answer:
            raise self.error(answer["x"])
        for place, form in answer.get("changed", {}).items():
            write_over(args[int(place)], self.decode(form))
        if "same" in answer:
            return args[self.plain(answer["same"], int)]
        return self.decode(answer["v"])

    def names(self, names):
        """The values of the candidate's names that have one a test may use."""
        answer = self.message({"o": "names", "names": sorted(names)})
        if "x" in answer:
            raise self.error(answer["x"])
        found = {}
        for name in names:
            form = answer["v"].get(name, answer)
            if form is answer or type(form) is dict and form.get("h", [0, ""])[1] == "module":
                continue
            value = self.decode(form)
            found[name] = self.exception_class(value) if isinstance(value, ClassHandle) else value
        return found

    def serve(self, question):
        """The candidate may call what was lent to it, and nothing else."""
        try:
            lent = self.lent[question["f"]]
            args = [self.decode(form) for form in question["a"]]
            kwargs = {name: self.decode(form) for name, form in question["k"].items()}
            return {"v": self.encode(lent(*args, **kwargs))}
        except Exception as error:
            base = next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")
            return {"x": {"t": type(error).__name__, "b": base, "a": [str(error)]}}

    # ---- exceptions ----

    def exception_class(self, handle):
        """A class of the candidate's that is an exception can stand behind `except`: then it is a class here."""
        answer = self.message({"o": "base", "h": handle._number})
        base = answer.get("v")
        if base is None:
            return handle
        kind = type(handle._name, (self.exception_base(base),), {"__module__": "candidate"})
        self.exceptions[handle._number] = kind
        return kind

    def exception_base(self, name):
        base = builtins.__dict__.get(name) if type(name) is str else None
        ordinary = isinstance(base, type) and issubclass(base, Exception) and not issubclass(base, _CONTROL)
        return base if ordinary else CandidateError

    def error(self, form):
        """An exception of the candidate's as one of ours. Never one that would end the test early as if it had passed."""
        kind = next((self.exceptions[number] for number in form.get("h", ()) if number in self.exceptions), None)
        base = kind or self.exception_base(form["b"])
        try:
            args = [self.decode(part) for part in form.get("a", [])]
            error = base(*args)
        except Exception:
            error, args = CandidateError(), []
        name = form["t"] if type(form["t"]) is str else "?"
        if kind is None and base.__name__ != name:
            error.args = (": ".join([name, *(str(arg) for arg in args)]),)
        error.of_candidate = True
        return error


def write_over(old, new):
    """What a call did to an argument is done to the tests' own object, whose parts stay themselves where they can."""
    if type(old) is not type(new):
        return
    if type(old) is list:
        if len(old) == len(new):
            new = [merged(before, after) for before, after in zip(old, new)]
        old[:] = new
    elif type(old) is dict:
        new = {key: merged(old[key], item) if key in old else item for key, item in new.items()}
        old.clear()
        old.update(new)
    elif type(old) is set:
        old.clear()
        old.update(new)
    elif type(old) is bytearray:
        old[:] = new


def merged(before, after):
    if type(before) is type(after) and type(before) in (list, dict, set, bytearray):
        write_over(before, after)
        return before
    return after
