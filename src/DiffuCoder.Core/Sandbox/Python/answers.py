"""Trusted scripts that answer questions about untrusted text. A script is loaded once, by the template; each question has a child of its own."""
import json

from candidate import detail
from channel import write_frame

REPORT = 4
_loaded = {}


def load(payload):
    """Keeps a script ready: a line that names it, then its text."""
    name, text = payload.split(b"\n", 1)
    scope = {"__name__": "script"}
    try:
        exec(compile(text.decode("utf-8", "surrogatepass"), "<program>", "exec", dont_inherit=True), scope)
        _loaded[name.decode()] = scope["answer"], None
    except Exception as error:
        _loaded[name.decode()] = None, detail(error)


def main(name, body):
    answer, failure = _loaded[name]
    if failure is not None:
        reply = {"error": failure}
    else:
        try:
            reply = {"answer": json.dumps(answer(json.loads(body)))}
        except BaseException as error:
            reply = {"error": detail(error)}
    write_frame(REPORT, "A", json.dumps(reply).encode())
