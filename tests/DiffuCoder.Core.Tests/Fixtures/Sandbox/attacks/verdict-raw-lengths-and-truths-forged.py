#: expect=fail
#: category=verdict
# Answers to `len`, `bool` and `str` that Python would not take of a method.
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


ODD = {"len": [-1, True, 1 << 80, 1.5, "3", None], "bool": [2, "yes", [1], None, {"t": []}], "str": [5, None, [], {"b": "QQ=="}]}
times = {name: 0 for name in ODD}


def answer(asked):
    if asked["o"] not in ODD:
        return {"v": {"h": [5, "object", "o"]}}
    times[asked["o"]] += 1
    return {"v": ODD[asked["o"]][times[asked["o"]] % len(ODD[asked["o"]])]}


serve(answer)
#### statements
right = 0
for ask in (len, bool, str) * 6:
    try:
        ask(f(7))
        right += 1
    except Exception:
        pass
assert right == 18
