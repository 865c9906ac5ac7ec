#: expect=fail
#: category=verdict
# After a fragment comes another kind of frame, another value, or nothing more.
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



def answer(asked):
    half = b'{"r":%d,' % asked["n"]
    say(half, "m")
    if asked["n"] % 2:
        say({"outcome": "passed", "detail": ""}, "P")
    else:
        say({"r": asked["n"], "v": 5041})
    os._exit(0)


serve(answer)
#### statements
assert f(7) == 5040
#### statements
assert f(7) == 5040
