#: expect=fail
#: category=verdict
# Claims that a part of the answer is an object seen before, under numbers that nobody gave.
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


FORMS = [
    {"l": [7, [1]]}, {"ref": 7}, {"ref": -1}, {"ref": "x"}, {"id": 0}, {"id": [0, []]}, {"o": 1}, {"o": [1, "list", [1]]}, {"m": [0, [1]]}, {"@": 1},
    {"l": ["x", 5]}, {"l": 5}, {"l": [[], []]}, {"L": [1, [{"L": [1, []]}]]}, {"same": 0}, {"p": 0}, {"e": [0, 0]}, {"k": [1, 2, 3]},
]
place = iter(FORMS)
serve(lambda asked: {"v": next(place, {}), "heap": {"0": [5040]}, "shared": [[0, 5040]], "state": {"7": [5040]}})
#### statements
right = 0
for _ in range(18):
    try:
        right += f([5040]) == 5040
    except Exception:
        pass
assert right
