"""The untrusted side: runs the program, then answers questions about what it defined. Nothing here decides whether a test passes."""
import builtins
import json
import sys
import types

import peer
from channel import Broken, write_frame
from errors import line_of, place_of
from program import Program

CHANNEL = 3
_ROOM = 40  # frames of the harness below the program's, that its recursion should not pay for
_dumps = json.dumps


def detail(error):
    """Type, message and line of an error, in text that survives any encoding."""
    try:
        text = f"{type(error).__name__}: {error}"
    except BaseException:
        text = type(error).__name__
    line = line_of(error)
    text = f"{text} (line {line})" if line is not None else text
    return text[:2000].encode("utf-8", "backslashreplace").decode("utf-8")


def flush():
    try:
        sys.stdout.flush()
    except BaseException:
        pass  # it is the program's, who may have closed or replaced it


def report(outcome, text="", line=None):
    flush()
    write_frame(CHANNEL, "P", _dumps({"outcome": outcome, "detail": text, "line": line}).encode())


def leave(code=None):
    raise SystemExit(code)


def main(limits, body):
    run = json.loads(body)
    module = types.ModuleType("candidate")
    builtins.exit = builtins.quit = leave  # which Python's start without `site` lacks
    module.__builtins__ = builtins  # the module itself, so that a name patched there is patched for the program
    sys.modules["candidate"] = module  # dataclasses and type hints look the names of a module up there
    peer.hide_room()
    peer.give_room(_ROOM)
    try:
        for part in (run["program"], run["setup"]):
            exec(compile(part, "<program>", "exec", dont_inherit=True), module.__dict__)
    except BaseException as error:
        report("raised", detail(error), place_of(error))
        return
    side = Program(CHANNEL, limits["value"], module.__dict__)
    report("passed")
    try:
        while True:
            side.serve_next()
            flush()
    except Broken:
        return  # the tests are over


def warm():
    """Does once, in the template, what every child would do for the first time."""
    scope = {"__name__": "warm", "__builtins__": builtins}
    program = "import math\ndef f(x, *y, z=1):\n    return [math.sqrt(n) for n in range(x)]\nclass C:\n    pass\nf(2)"
    exec(compile(program, "<program>", "exec"), scope)
    json.loads(_dumps({"outcome": "passed", "detail": "", "list": [1, 2.5, None]}))
