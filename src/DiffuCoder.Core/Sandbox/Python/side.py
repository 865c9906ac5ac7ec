"""One of the two sides of the channel: plain values cross, everything else stays where it is and is known on the other side by a number."""
import builtins
import functools
import sys
import types
import weakref

import errors
import instances
import libraries
import mirrors
import values
from channel import Broken
from containers import BY_TYPE, kind_of
from heap import Heap, are_plain
from peer import Peer

_DEEP = 24  # tuples within tuples that are written where they stand
_IMMUTABLE = (bool, int, str, float, complex, tuple, bytes, frozenset)
_CALLED = (
    types.FunctionType, types.BuiltinFunctionType, types.MethodType, functools.partial, types.MethodWrapperType, types.WrapperDescriptorType,
    types.MethodDescriptorType, types.ClassMethodDescriptorType,
)
_CALLED_IN = ("functools", "operator", "typing", "unittest.mock")  # whose callables are no more than that
REAL = {kind.__name__: kind for kind in (types.ModuleType, types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType)}


class Side(Peer):
    """`tag` marks this side's objects, `other` the other side's; keys of containers are odd here or there."""

    guards = False
    content_types = (*_IMMUTABLE[1:], *BY_TYPE)

    def __init__(self, descriptor, limit, tag, other, first):
        super().__init__(descriptor, limit)
        self.tag, self.other = tag, other
        self.heap = Heap(self, first, self.guards)
        self.kept, self.numbers, self.next = {}, {}, 0
        self.theirs, self.held, self.classes, self.gone, self.depth = weakref.WeakValueDictionary(), {}, {}, [], 0
        self.reading, self.sending, self.passing = 0, [], set()
        self.find = {
            "@": self.heap.find, "n": self.builtin, "lib": self.library, "w": self.derived, "e": self.exception, "mod": self.module,
            other: self.mirror, tag: self.own,
        }
        instances.attach(self)

    # ---- values ----

    def encode(self, value):
        kind = type(value)
        if kind in values.ATOMS:
            return value
        if kind is int:
            return values.integer(value)
        if kind is tuple:
            return self._tuple(value)
        container = BY_TYPE.get(kind)
        if container is not None:
            return self.heap.refer(value, container)
        writer = values.WRITERS.get(kind)
        return writer(value, self.encode) if writer is not None else self.export(value)

    def _tuple(self, value):
        if are_plain(value):
            return {"t": value}
        if self.depth >= _DEEP:
            return self.heap.spill(value)
        self.depth += 1
        try:
            return {"t": [self.encode(part) for part in value]}
        finally:
            self.depth -= 1

    def decode(self, form):
        kind = type(form)
        if kind is dict:
            (tag, content), = form.items()
            reader = values.READERS.get(tag)
            if reader is not None:
                return reader(content, self.decode)
            return self.find[tag](content)
        if kind is list:
            return [self.decode(part) for part in form]
        return form

    def decoded(self, form):
        """What an untrusted message holds, or a broken channel."""
        try:
            return self.decode(form)
        except Broken:
            raise
        except Exception as error:
            raise Broken(f"a value that cannot be read ({type(error).__name__})") from None

    # ---- what stays here ----

    def export(self, value):
        if self.is_theirs(value):
            return self.reference(value)
        if isinstance(value, type):
            return self._class_form(value)
        if type(value) is types.BuiltinFunctionType and value.__name__ in libraries.PURE and builtins.__dict__.get(value.__name__) is value:
            return {"n": value.__name__}
        if isinstance(value, types.TracebackType):
            return None  # frames stay where they are
        if isinstance(value, BaseException):
            return {"e": errors.raised(self, value)}
        if isinstance(value, types.ModuleType):
            return self.module_form(value)
        kind = type(value)
        container = kind_of(value)
        if container is not None:
            return self.heap.refer(value, container)
        for base in _IMMUTABLE:
            if isinstance(value, base):
                plain = base.__getnewargs__(value)[0] if base in (str, float, int, tuple, bytes) else base(value)
                return {"w": [self.handle_form(value), base.__name__, self.encode(plain)]}
        return {self.tag: self.handle_form(value)}

    def _class_form(self, value):
        if builtins.__dict__.get(value.__name__) is value:
            return {"n": value.__name__}
        name = libraries.name_of(value)
        return {"lib": name} if name else {self.tag: self.handle_form(value)}

    def module_form(self, value):
        if str(value.__name__).partition(".")[0] in sys.stdlib_module_names:
            return {"mod": str(value.__name__)}
        return {self.tag: self.handle_form(value)}

    def number(self, value):
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = self.next
            self.kept[number] = value  # so that no other object gets its id
            self.next += 1
        return number

    def handle_form(self, value):
        number, kind = self.number(value), type(value)
        if isinstance(value, type):
            return [number, "class", value.__name__, None]
        if isinstance(value, _CALLED) or callable(value) and kind.__module__ in _CALLED_IN:
            name = getattr(value, "__name__", None)
            return [number, "function", name if type(name) is str else kind.__name__, kind.__name__]
        return [number, "object", kind.__name__, self.number(kind)]

    def own(self, number):
        if type(number) is not int:
            raise Broken("a number that is none")
        return self.kept[number]

    def forget(self, numbers):
        for number in numbers:
            value = self.kept.pop(number, self)
            if value is not self:
                self.numbers.pop(id(value), None)
                self.passing.discard(number)

    # ---- what is there ----

    def is_theirs(self, value):
        if mirrors.is_mirror(value) or isinstance(value, mirrors.MirrorType):
            return True
        return isinstance(value, BaseException) and instances.MINE in value.__dict__

    def number_of(self, value):
        if type(value) is instances.Function:
            return object.__getattribute__(value, "_number")
        if isinstance(value, mirrors.MirrorType):
            return mirrors.number_of_class(value)
        return value.__dict__[instances.MINE] if isinstance(value, BaseException) and not mirrors.is_mirror(value) else instances.number_of(value)

    def reference(self, value):
        self.sending.append(value)  # so that it is not gone before its message is
        if self.heap.keys and id(value) in self.heap.keys:
            return {"@": self.heap.keys[id(value)]}
        if type(value) is instances.Method:
            value = value._whole()
        return {self.other: self.number_of(value)}

    def known(self, number):
        return self.theirs.get(number)

    def adopt(self, error, number):
        """An exception of the library stands for one of the other side's."""
        (instances.dict_of(error) if mirrors.is_mirror(error) else error.__dict__)[instances.MINE] = number
        if type(error).__weakrefoffset__:
            self.theirs[number] = error

    def released(self, value):
        if mirrors.is_mirror(value) and type(value).__weakrefoffset__:  # of the others there may be several with one number
            try:
                self.gone.append(self.number_of(value))
            except KeyError:
                pass  # it was never whole

    def mirror(self, form, base=None, content=None):
        if type(form) is int:
            form = [form, "function", "?", "function"]
        number, what, name, more = (*form, None)[:4]
        if type(number) is not int or type(what) is not str or type(name) is not str:
            raise Broken("a handle that is none")
        known = self.classes.get(number) if what == "class" else self.theirs.get(number)
        if known is not None:
            if number in self.gone:
                self.gone.remove(number)
            return known
        if what == "class":
            return self.mirrored_class(number)
        if number in self.gone:
            self.gone.remove(number)
        if what == "function" or type(more) is not int:
            made = instances.Function(self, number, name[:200], more if type(more) is str else "function")
        else:
            cls = self.mirrored_class(more)
            if issubclass(cls, BaseException):
                raise Broken("an exception where an object was due")
            made = instances.make(cls, number, content, base)
            if cls.__weakrefoffset__ == 0:
                if self.is_enumeration(cls):
                    self.held[number, None] = made
                return made
        self.theirs[number] = made
        return made

    @staticmethod
    def is_enumeration(cls):
        return any(base.__module__ == "enum" for base in cls.__mro__)

    def derived(self, content):
        handle, name, plain = content
        known = self.held.get((handle[0], None)) or self.theirs.get(handle[0])
        if known is not None:
            return known
        base = next(kind for kind in _IMMUTABLE if kind.__name__ == name)
        plain = self.decode(plain)
        if type(plain) is not base:
            raise Broken("content of another type")
        value = self.mirror(handle, base, plain)
        if not isinstance(value, base):
            raise Broken("content of another type")
        return value

    def exception(self, form):
        return errors.rebuilt(self, form, errors.CONTROL)

    def mirrored_class(self, number):
        known = self.classes.get(number)
        if known is not None:
            return known
        if type(number) is not int:
            raise Broken("a class that is none")
        answer = self.ask({"o": "class", self.other: number})
        form = answer.get("v")
        if type(form) is not dict or not all(type(form.get(key)) is str for key in ("name", "module", "qualname")):
            raise Broken("a class that is none")
        bases = []
        for base, real in form["bases"]:
            cls = libraries.type_named(*real) or libraries.error_named(*real) if real else None
            if cls is not None and issubclass(cls, BaseException):
                cls = errors.CandidateStop if self.guards and errors.is_control(cls) else cls
            elif cls is None or not mirrors.is_real_base(cls):
                cls = None if cls is object else self.mirrored_class(base)
            if cls is not None and cls not in bases:
                bases.append(cls)
        real = libraries.type_named(form["module"], form["qualname"]) or (REAL.get(form["name"]) if form["module"] == "builtins" else None)
        if self.guards and real in (*self.content_types, bool, type(None)):
            real = None  # a value of these arrives as one
        cls = mirrors.build(number, {**form, "real": real}, tuple(bases), None)
        self.classes[number] = cls
        return cls

    # ---- names of what both have ----

    def builtin(self, name):
        return builtins.__dict__[name]

    def library(self, content):
        found = libraries.type_named(*content)
        if found is None:
            raise Broken("a type that is none")
        return found

    def module(self, content):
        raise Broken("a module")

    # ---- messages ----

    def outgoing(self, message):
        try:
            self.heap.outgoing(message, not self.reading)
        except BaseException:
            self.heap.undo()
            raise
        if self.gone and not self.reading:
            message["gone"], self.gone = self.gone, []
        self.sending = []

    def incoming(self, message):
        if "gone" in message:
            self.forget(message["gone"])
        if "heap" in message or "drop" in message:
            self.reading += 1
            try:
                self.heap.incoming(message, self.reading > 1)
            finally:
                self.reading -= 1

    def result(self, answer, allowed=()):
        if "x" in answer:
            raise errors.rebuilt(self, answer["x"], allowed)
        if "v" not in answer:
            raise Broken("an answer without a value")
        return self.read(answer["v"])

    def read(self, form):
        """The value of a form, of which nothing is let go of before all of it is read."""
        if (type(form) in values.ATOMS or type(form) is int) and not self.heap.dropped:
            return form
        self.reading += 1
        try:
            return self.decoded(form)
        finally:
            self.done_reading()

    def done_reading(self):
        self.reading -= 1
        if not self.reading:
            self.heap.is_read()
