#: expect=fail
#: category=verdict
import json, os, struct
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
    return json.loads(take(length))
def say(payload, kind="M"):
    data = json.dumps(payload).encode()
    os.write(3, struct.pack(">IB", len(data), ord(kind)) + data)
def serve(answer, **more):
    say({"outcome": "passed", "detail": ""}, "P")
    while True:
        asked = hear()
        if asked["o"] == "names":
            members = {"v": {name: {"h": [0, "function", "f"]} for name in asked["names"]}}
        else:
            members = answer(asked)
        members.setdefault("r", asked["n"])
        say(members)
say({"outcome": "passed", "detail": ""}, "P")
a = hear()
say({"r": a["n"], "x": {"t": "ValueError", "b": "ValueError", "a": [{"mod": "winreg"}]}})
#### statements
assert f(7) == 5040
