"""Trusted scripts that answer questions about untrusted text. A script is loaded once, by the warden; each question has a child of its own."""
import hashlib
import json
import sys

from candidate import detail
from channel import write_frame

CHANNEL = 3
_loaded = {}


def _load(script):
    scope = {"__name__": "script"}
    exec(compile(script, "<program>", "exec", dont_inherit=True), scope)
    return scope["answer"]


def prepare(body):
    asked = json.loads(body)
    key = hashlib.sha256(asked["script"].encode("utf-8", "surrogatepass")).digest()
    try:
        if key not in _loaded:
            _loaded[key] = _load(asked["script"])
        answer, failure = _loaded[key], None
    except Exception as error:
        answer, failure = None, detail(error)

    def work():
        if failure is not None:
            reply = {"error": failure}
        else:
            try:
                reply = {"answer": json.dumps(answer(json.loads(asked["request"])))}
            except BaseException as error:
                reply = {"error": detail(error)}
        write_frame(CHANNEL, "A", json.dumps(reply).encode())

    return work
