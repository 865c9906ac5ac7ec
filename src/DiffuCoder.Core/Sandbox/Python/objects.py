"""What stays in the candidate's process and is known outside by a number, and what the tests' process lends to it."""
import builtins
import types

import values

_ITERATED = 4096  # items fetched at once at the most


class Lent:
    """A function of the tests, called where it lives."""

    def __init__(self, objects, number):
        self.objects, self.number = objects, number

    def __call__(self, *args, **kwargs):
        encode = self.objects.encode
        forms = [encode(arg) for arg in args], {name: encode(arg) for name, arg in kwargs.items()}
        answer = self.objects.peer.ask({"o": "call", "f": self.number, "a": forms[0], "k": forms[1]})
        if "x" in answer:
            raise getattr(builtins, answer["x"]["b"], RuntimeError)(*answer["x"]["a"])
        return self.objects.decode(answer["v"])


class Objects:
    """The table of this side's objects, and the answers to questions about them."""

    def __init__(self, names):
        self.names, self.kept, self.numbers, self.peer = names, [], {}, None
        self.find = {
            "h": lambda number, _: self.kept[number],
            "f": lambda number, _: Lent(self, number),
            "n": lambda name, _: getattr(builtins, name),
            "iterator": lambda items, find: iter(values.decode(items, find)),
        }

    def decode(self, form):
        return values.decode(form, self.find)

    def encode(self, value):
        return values.encode(value, self.export)

    def export(self, value):
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.kept)
            self.kept.append(value)  # kept for good, so that no other object gets its id
        kind = type(value)
        if isinstance(value, type):
            what = "class"
        elif isinstance(value, types.ModuleType):
            what = "module"
        elif hasattr(kind, "__next__"):
            what = "iterator"
        else:
            what = "function" if callable(value) else "object"
        return {"h": [number, what, getattr(value if what == "class" else kind, "__name__", "?")]}

    def raised(self, error):
        kind = type(error)
        base = next(c.__name__ for c in kind.__mro__ if c.__module__ == "builtins")
        form = {"t": kind.__name__, "b": base}
        try:
            form["a"] = [self.encode(part) for part in error.args]
        except BaseException:
            form["a"] = [str(error)]
        if kind.__module__ != "builtins":
            form["h"] = [self.export(c)["h"][0] for c in kind.__mro__ if c.__module__ != "builtins"]
        return {"x": form}

    def serve(self, question):
        try:
            return getattr(self, "on_" + question["o"])(question)
        except BaseException as error:  # SystemExit and KeyboardInterrupt too
            return self.raised(error)

    def value(self, value):
        return {"v": self.encode(value)}

    def on_names(self, question):
        return {"v": {name: self.encode(self.names[name]) for name in question["names"] if name in self.names}}

    def on_call(self, question):
        args = self.decode(question["a"])
        kwargs = {name: self.decode(form) for name, form in question["k"].items()}
        result = self.kept[question["h"]](*args, **kwargs)
        answer = self.value(result)
        for place, (arg, form) in enumerate(zip(args, question["a"])):
            if isinstance(arg, (list, dict, set, bytearray)):
                if arg is result:
                    answer["same"] = place
                after = self.encode(arg)
                if after != form:
                    answer.setdefault("changed", {})[place] = after
        return answer

    def on_base(self, question):
        """The built-in exception that a class descends from, if any."""
        kind = self.kept[question["h"]]
        return {"v": next(c.__name__ for c in kind.__mro__ if c.__module__ == "builtins") if issubclass(kind, BaseException) else None}

    def on_get(self, question):
        return self.value(getattr(self.kept[question["h"]], question["name"]))

    def on_set(self, question):
        setattr(self.kept[question["h"]], question["name"], self.decode(question["v"]))
        return {"v": None}

    def on_item(self, question):
        return self.value(self.kept[question["h"]][self.decode(question["v"])])

    def on_setitem(self, question):
        self.kept[question["h"]][self.decode(question["k"])] = self.decode(question["v"])
        return {"v": None}

    def on_iter(self, question):
        return self.value(iter(self.kept[question["h"]]))

    def on_next(self, question):
        iterator, items = self.kept[question["h"]], []
        for _ in range(min(question["count"], _ITERATED)):
            try:
                items.append(self.encode(next(iterator)))
            except StopIteration:
                return {"v": items, "end": True}
            except BaseException as error:
                return {"v": items, **self.raised(error)} if items else self.raised(error)
        return {"v": items, "end": False}

    def on_len(self, question):
        return {"v": len(self.kept[question["h"]])}

    def on_bool(self, question):
        return {"v": bool(self.kept[question["h"]])}

    def on_str(self, question):
        return {"v": str(self.kept[question["h"]])}

    def on_repr(self, question):
        return {"v": repr(self.kept[question["h"]])}

    def on_isinstance(self, question):
        return {"v": isinstance(self.decode(question["v"]), self.kept[question["h"]])}

