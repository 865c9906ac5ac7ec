#: expect=fail
#: category=verdict
# What a call is said to have done to its arguments: of wrong places and of wrong types.
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


CHANGES = [
    {"5": [1]}, {"-1": [5040]}, {"x": []}, {"0": 5040}, {"0": {"d": []}}, {"0": None}, [], [[5040]], 5, "0", None, {"0": [{"i": "x"}]},
        {"0": {"t": [5040]}},
]
place = iter(CHANGES)
serve(lambda asked: {"v": 0, "changed": next(place, {})})
#### statements
right = 0
for _ in range(13):
    given = [1]
    try:
        f(given, (1,), 3)
    except Exception:
        pass
    right += given != [1]
    given = {"a": 1}
assert right > 13
