#: expect=fail
#: category=verdict
# What the tests lend may be called, by its own number, and nothing else may be asked of them.
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
    lent = asked["a"][0]
    number = next(iter(lent.values())) if isinstance(lent, dict) else 0
    for question in (
        {"o": "get", "f": number, "h": number, "name": "__globals__"}, {"o": "eval", "f": number, "a": ["1"], "k": {}}, {"o": "call", "f": [],
            "a": [], "k": {}},
        {"o": "call", "f": -1, "a": [], "k": {}}, {"o": "call", "a": [], "k": {}}, {"o": "call", "f": number, "a": 5, "k": 5}, {"n": None},
            {"o": []},
        {"o": "call", "f": number, "a": [{"n": "eval"}], "k": {"x": {}}}, {"o": "names", "names": ["SECRET"]}, {"o": "set", "h": number,
            "name": "x", "v": 1},
    ):
        say({"n": 77, **question})
        reply = hear()[1]
        if "271828" in json.dumps(reply):
            return {"v": 271828}
    return {"v": 0}


serve(answer)
#### statements
SECRET = 271828
assert f(lambda *a, **k: len(a)) == SECRET
