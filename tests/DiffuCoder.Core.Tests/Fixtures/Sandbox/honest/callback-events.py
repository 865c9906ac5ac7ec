#: expect=pass
#: category=honest
class Emitter:
    def __init__(self):
        self.listeners = {}

    def on(self, event, listener):
        self.listeners.setdefault(event, []).append(listener)
        return lambda: self.listeners[event].remove(listener)

    def emit(self, event, *args, **kwargs):
        return [listener(*args, **kwargs) for listener in list(self.listeners.get(event, ()))]
#### statements
got = []
e = Emitter()
stop = e.on("data", got.append)
e.on("data", lambda x: x * 2)
assert e.emit("data", 21) == [None, 42] and got == [21]
stop()
assert e.emit("data", 1) == [2] and got == [21] and e.emit("other") == []
