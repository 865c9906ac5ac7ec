#: expect=pass
#: category=honest
calls = 0
last = None
history = {}


def record(name):
    global calls, last
    calls += 1
    last = name
    history[name] = history.get(name, 0) + 1
#### statements
record("a")
assert calls == 1 and last == "a"
record("b"); record("a")
assert calls == 3 and last == "a" and history == {"a": 2, "b": 1}
#### statements
assert calls == 3
record("z")
assert calls == 4 and last == "z"
