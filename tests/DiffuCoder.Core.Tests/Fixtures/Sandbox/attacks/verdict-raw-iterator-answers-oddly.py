#: expect=fail
#: category=verdict
#: test_time=2
# Lots of items that are no list, that are too many, that never end.
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


LOTS = [
    {"v": "abc", "end": True}, {"v": 5, "end": True}, {"v": {"a": 1}, "end": True}, {"v": None, "end": "yes"}, {"v": [1] * 100000, "end": True},
    {"end": True, "v": [{}]}, {"v": [[1]], "end": 1}, {"v": []},
]
count = iter(range(10**9))
serve(lambda asked: {"v": {"h": [100 + next(count), "iterator", "g"]}} if asked["o"] == "call" else LOTS[next(count) // 2 % len(LOTS)])
#### statements
assert list(f(7)) == [5040]
#### statements
assert sum(f(7)) == 5040
#### statements
assert 5040 in f(7)
