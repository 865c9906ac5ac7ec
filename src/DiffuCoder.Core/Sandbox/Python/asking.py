"""What a mirror does when it is used: the other side is asked to do it."""
import inspect
import sys

import ahead
import errors
import instances
import mirrors
from channel import Broken
from side import Side

_AHEAD, _NEXT = "\0ahead", "\0next"
# what may come of these, as it does of those of an iterator here
_STOPS = {
    "__next__": (StopIteration,), "send": (StopIteration,), "throw": (StopIteration, GeneratorExit), "__anext__": (StopAsyncIteration,),
    "close": (GeneratorExit,),
}


class _Probe:
    """What the count of references is to an argument that nothing else holds, and to one that a variable does."""

    def __call__(self, /, *args, **kwargs):
        return self.counted(args, kwargs)

    @staticmethod
    def counted(args, _):
        for arg in args:
            return sys.getrefcount(arg)


def _passing():
    held = iter(())
    alone, kept = _Probe()(iter(())), _Probe()(held)
    return alone if alone < kept else 0


_PASSING = _passing()


def _name(value):
    name = getattr(value, "__name__", None)
    return name if type(name) is str else "?"


class Asking(Side):
    def _arguments(self, question, args, kwargs):
        encode = self.encode
        for arg in args:
            if type(arg) in ahead.ITERATORS and sys.getrefcount(arg) <= _PASSING:
                self.passing.add(self.number(arg))
        question["a"] = [encode(arg) for arg in args]
        question["k"] = {name: encode(arg) for name, arg in kwargs.items()} if kwargs else {}
        return question

    def target(self, value):
        """A member of a question that says what it is about."""
        return {self.other: self.number_of(value)}

    def call(self, function, args, kwargs):
        return self.result(self.ask(self._arguments({"o": "call", self.other: self.number_of(function)}, args, kwargs)))

    def construct(self, cls, args, kwargs):
        return self.result(self.ask(self._arguments({"o": "call", self.other: self.number_of(cls)}, args, kwargs)))

    def invoke(self, value, name, owner, args, kwargs):
        question = {"o": "invoke", self.other: self.number_of(value), "m": name, "c": owner}
        return self.result(self.ask(self._arguments(question, args, kwargs)), _STOPS.get(name, ()))

    def special(self, value, name, owner, args, kwargs):
        if name == "__next__" and not args:
            return self.next_item(value)
        if name == "__anext__":
            awaitable = self.invoke(value, name, owner, args, kwargs)
            if isinstance(awaitable, instances.Mirror):
                instances.dict_of(awaitable)[_NEXT] = True  # it may end an iteration
            return awaitable
        return self.invoke(value, name, owner, args, kwargs)

    def next_item(self, value):
        """The next item of an iterator: one at a time, but where more may be fetched because nobody can tell."""
        space = instances.dict_of(value)
        state = space.get(_AHEAD)
        if state is None:
            state = space[_AHEAD] = [[], 0, False, None]  # items in reverse, how many were given, whether more may be fetched, what comes at the end
        if not state[0]:
            if state[3] is not None:
                end, state[3] = state[3], None
                raise end
            count = min(state[1], ahead.MOST) if state[2] and state[1] >= ahead.AFTER else 1
            answer = self.ask({"o": "next", self.other: self.number_of(value), "count": count})
            if "x" in answer:
                raise errors.rebuilt(self, answer["x"], (StopIteration,))
            items = self.read(answer["v"])
            if type(items) is not list or len(items) > count:
                raise Broken("items that are none")
            if answer.get("end") is True:
                last = self.read(answer.get("last"))
                is_error = isinstance(last, BaseException) and answer.get("error") is True
                state[3] = last if is_error else StopIteration(last) if last is not None else StopIteration()
            elif not items:
                raise Broken("an iterator that gives nothing and does not end")
            items.reverse()
            state[0], state[2] = items, answer.get("quiet") is True
            if not items:
                end, state[3] = state[3], None
                raise end
        state[1] += 1
        return state[0].pop()

    def get(self, value, name):
        return self.result(self.ask({"o": "get", **self.target(value), "name": name}))

    def set(self, value, name, item):
        self.result(self.ask({"o": "set", **self.target(value), "name": name, "v": self.encode(item)}))

    def delete(self, value, name):
        self.result(self.ask({"o": "delete", **self.target(value), "name": name}))

    def get_member(self, number, name, owner):
        if owner is not None and isinstance(owner, mirrors.MirrorType):
            number = self.number_of(owner)
        return self.result(self.ask({"o": "get", self.other: number, "name": name}))

    set_member, delete_member = set, delete

    def copied(self, value, how, *more):
        return self.result(self.ask({"o": "copied", **self.target(value), "how": how, "more": list(more)}))

    def variables(self, value):
        return self.get(value, "__dict__")

    def shown(self, value, how, *more):
        text = self.copied(value, how, *more)
        if type(text) is not str:
            raise Broken("a text that is none")
        return text

    def hashed(self, value):
        number = self.copied(value, "hash")
        if type(number) is not int:
            raise Broken("a hash that is none")
        return hash(number)

    def equal(self, value, other):
        return self.invoke(value, "__eq__", None, (other,), {})

    # ---- what libraries look at ----

    def signature(self, target):
        number = target.get(self.other, target.get("c"))
        answer = self.result(self.ask({"o": "signature", self.other: number}))
        empty, parameters = inspect.Parameter.empty, []
        for name, kind, has_default, default, has_note, note in answer[:-2]:
            parameters.append(inspect.Parameter(name, kind, default=default if has_default else empty, annotation=note if has_note else empty))
        return inspect.Signature(parameters, return_annotation=answer[-1] if answer[-2] else empty)

    def code(self, function):
        count, flags, *names = self.result(self.ask({"o": "get", **self.target(function), "name": "__code__"}))
        names = tuple(map(str, names))
        return (lambda: 0).__code__.replace(
            co_filename="<program>", co_name=_name(function), co_argcount=int(count), co_flags=int(flags) & 0x2ff,
            co_varnames=names, co_nlocals=len(names))

    # ---- a class of this side that derives from one of the other side's ----

    def subclass(self, meta, name, bases, members, options):
        # a plain value may be another in an instance, which the other side holds
        plain = [key for key, value in members.items() if not key.startswith("__") and not hasattr(type(value), "__get__")]
        asked = {key: instances.Forward(None, key, "v") for key in plain}
        here = {key: value for key, value in members.items() if key != "__dict__"}
        real = type.__new__(mirrors.whole_meta(bases, ()), name, bases, {**here, **asked})
        told = []
        for key, value in members.items():
            if key in ("__module__", "__qualname__", "__classcell__", "__dict__", "__weakref__", "__slots__"):
                continue
            kind = {staticmethod: "static", classmethod: "class", property: "property"}.get(type(value), "value")
            parts = [value.fget, value.fset, value.fdel] if kind == "property" else [value.__func__ if kind != "value" else value]
            told.append([key, kind, [self.encode(part) for part in parts]])
        more = {key: self.encode(value) for key, value in options.items()}
        answer = self.ask({"o": "subclass", "name": name, "bases": [self.encode(base) for base in bases], "members": told, "k": more})
        if "x" in answer:
            raise errors.rebuilt(self, answer["x"])
        number = answer["v"]
        if type(number) is not int:
            raise Broken("a class that is none")
        type.__setattr__(real, instances.NUMBER, number)
        for member in asked.values():
            member.number = number
        self.classes[number] = real
        return real

    # ---- what is awaited: each side has its own event loop, and lets the other's run while it waits ----

    def poll(self, value, cancel=False):
        answer = self.ask({"o": "poll", **self.target(value), "cancel": bool(cancel)})
        if answer.get("wait") is True:
            return False, None
        import asyncio

        allowed = (StopAsyncIteration,) if instances.dict_of(value).get(_NEXT) else ()
        return True, self.result(answer, (*allowed, asyncio.CancelledError) if cancel else allowed)

    def awaiting(self, value):
        import asyncio

        cancelled = False
        while True:
            done, result = self.poll(value, cancelled)
            if done:
                return result
            cancelled = False
            try:
                yield
            except asyncio.CancelledError:
                cancelled = True  # it may take its time to end, or not end at all: then this one goes on waiting for it
            except GeneratorExit:
                self.poll(value, True)
                raise
