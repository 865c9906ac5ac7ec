#: expect=fail
#: category=verdict
# The class that an error claims to be of: no class, no error, or one that ends loops, generators and programs.
import json
import os
import struct


def take(count):
    data = b""
    while len(data) < count:
        part = os.read(3, count - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def hear():
    length, kind = struct.unpack(">IB", take(5))
    return chr(kind), json.loads(take(length))


def say(payload, kind="M"):
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    data = memoryview(struct.pack(">IB", len(data), ord(kind)) + data)
    while data:
        data = data[os.write(3, data):]


def serve(answer):
    """The program's side of the channel, by hand: `answer` gives an answer's members, or the very bytes of it."""
    say({"outcome": "passed", "detail": ""}, "P")
    while True:
        asked = hear()[1]
        if asked["o"] == "names":
            members = {"v": {name: {"h": [0, "function", "f"]} for name in asked["names"]}}
        elif asked["o"] == "base":
            members = {"v": None}
        else:
            members = answer(asked)
        if isinstance(members, dict):
            members.setdefault("r", asked["n"])
        say(members)


BASES = [
    "StopIteration", "StopAsyncIteration", "GeneratorExit", "SystemExit", "KeyboardInterrupt", "BaseException", "BaseExceptionGroup",
    "ExceptionGroup", "UnicodeDecodeError", "OSError", "print", "exit", "__import__", "int", "type", "", None, 5, [], {}, True, "nothing",
    "Exception.__subclasses__", "__build_class__", "Ellipsis", "__debug__", "AssertionError", "Warning", "ImportError", "SyntaxError",
]
place = iter(BASES * 4)


def failing(asked):
    base = next(place, "Exception")
    return {"x": {"t": base, "b": base, "a": [0, "x", None]}}


serve(failing)
#### statements
reached = 0
for _ in range(30):
    try:
        reached += all(map(lambda n: f(n) == n, [1]))
    except Exception:
        pass
assert reached
