"""The program's side of the channel: beside its objects, its global names, what it prints, and what the tests replaced for it."""
import io
import importlib
import os
import random
import sys

from objects import Objects


class Printed(io.StringIO):
    """What the program prints while its tests look at their standard output."""


class Program(Objects):
    def __init__(self, descriptor, limit, names):
        super().__init__(descriptor, limit, "h", "f", 1)
        self.find["g"] = self.mirror
        self.names, self.watched, self.most = names, {}, limit
        self.streams = {name: getattr(sys, name) for name in ("stdin", "stdout", "stderr")}
        self.printing = {}

    def receive(self):
        self.limit = 1 << 40  # the tests may send what they like
        return super().receive()

    def library(self, content):
        module, name = content
        value = importlib.import_module(module)
        for part in name.split("."):
            value = getattr(value, part)
        return value

    def module(self, name):
        return importlib.import_module(name)

    # ---- what every message tells ----

    def outgoing(self, message):
        changed = {name: value for name, value in self.watched.items() if self.names.get(name, self) is not value}
        if changed:
            message["globals"] = {name: self.encode(self.names[name]) for name in changed if name in self.names}
            self.watched.update({name: self.names.get(name, self) for name in changed})
        for name, stream in self.printing.items():
            text = stream.getvalue()
            if text:
                message.setdefault("out", {})[name] = text
                stream.seek(0)
                stream.truncate()
        super().outgoing(message)

    def serve(self, question):
        undo, environment = [], []
        try:
            for name, form in question.get("globals", {}).items():
                self.names[name] = self.watched[name] = self.decode(form)
            for name in question.get("out", ()):
                if getattr(sys, name) is self.streams[name] and name not in self.printing:
                    self.printing[name] = Printed()
                    setattr(sys, name, self.printing[name])
                    undo.append((sys, name, self.streams[name]))
            for module, name, form in question.get("patched", ()):
                place = sys.modules.get(module) or importlib.import_module(module)
                undo.append((place, name, getattr(place, name)))
                setattr(place, name, self.decode(form))
            for name, value in question.get("environ", {}).items():
                environment.append((name, os.environ.get(name)))
                self._set_variable(name, value)
            if "seed" in question:
                version, state, gauss = question["seed"]
                random.setstate((version, tuple(state), gauss))
            answer = super().serve(question)
        finally:
            for place, name, before in reversed(undo):
                setattr(place, name, before)
            for name, value in environment:
                self._set_variable(name, value)
        if undo and self.printing:
            for name, stream in self.printing.items():
                if stream.getvalue():
                    answer.setdefault("out", {})[name] = stream.getvalue()
            if getattr(sys, "stdout") is self.streams["stdout"] and getattr(sys, "stderr") is self.streams["stderr"]:
                self.printing = {}
        return answer

    @staticmethod
    def _set_variable(name, value):
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value

    def on_names(self, question):
        found = {}
        for name in question["names"]:
            if name in self.names:
                found[name] = self.encode(self.names[name])
                self.watched[name] = self.names[name]
        return {"v": found}

    def on_base(self, question):
        return {"v": None}
