"""The trusted side: runs the tests, in a process of their own, and alone says what became of each."""
import importlib
import json

from candidate import detail
from channel import Broken, read_frame, write_frame
from judging import Needs, expression, same, shown, statements, told
from proxies import Link

CHANNEL, REPORT = 3, 4


def short(text):
    return text[:2000].encode("utf-8", "backslashreplace").decode("utf-8")


def verdict(run, scope):
    """Runs one test to its end, or to what stops it."""
    try:
        run(scope)
        return "passed", ""
    except Broken:
        raise
    except AssertionError as error:
        if not getattr(error, "of_candidate", False):
            return "wrong", short(str(error)) or "an assertion does not hold"
        return "raised", detail(error)
    except BaseException as error:
        return "raised", detail(error)


def equality(test):
    actual, expected = expression(test["expression"]), expression(test["expected"])

    def run(scope):
        value = eval(actual, scope)
        wanted = eval(expected, {})
        if not same(value, wanted):
            raise AssertionError(f"{shown(value)} is not {shown(wanted)}")

    return run


def plain(test):
    code = statements(test["code"])
    return lambda scope: exec(code, scope)


def check(test):
    code = statements(test["code"])

    def run(scope):
        exec(code, scope)
        if test["entry"] not in scope["__candidate__"]:
            raise NameError(f"name '{test['entry']}' is not defined")
        scope["check"](scope["__candidate__"][test["entry"]])

    return run


KINDS = {"equality": equality, "statements": plain, "check": check}


def prepared(test):
    try:
        return KINDS[test["kind"]](test)
    except (SyntaxError, ValueError, RecursionError) as error:
        text = detail(error)

        def run(_):
            raise SyntaxError(f"the test cannot be compiled: {text}")

        return run


def needs_of(tests, setup):
    needs, wanted = Needs(setup), set()
    for test in tests:
        if test["kind"] == "equality":
            needs.add(test["expression"].strip(), "eval")
        else:
            needs.add(test["code"])
        if test["kind"] == "check":
            wanted.add(test["entry"])
    return needs, wanted


def scope_of(run, needs, wanted, limits):
    """What the tests see: the names of the candidate they need, and whatever their setup defines."""
    candidate = Link(CHANNEL, limits["value"]).names(needs.names(wanted))
    scope = {"__name__": "tests", "__told__": told, "__candidate__": candidate}
    scope.update({name: importlib.import_module(name) for name in needs.modules()})
    scope.update(candidate)
    exec(statements(run["setup"]), scope)
    return scope


def failing(error):
    text = detail(error)

    def run(_):
        raise RuntimeError(f"the tests could not be set up: {text}")

    return run


def main(limits, body):
    run = json.loads(body)
    needs, wanted = needs_of(run["tests"], run["setup"])
    ready = [prepared(test) for test in run["tests"]]
    kind, said = read_frame(CHANNEL, 1 << 20)
    write_frame(REPORT, kind, said)
    if json.loads(said)["outcome"] != "passed":
        return
    try:
        scope = scope_of(run, needs, wanted, limits)
    except Broken:
        raise
    except BaseException as error:
        scope, ready = {}, [failing(error)] * len(ready)
    for place, test in enumerate(ready, run["first"]):
        head = {"nonce": run["nonce"], "test": place}
        write_frame(REPORT, "B", json.dumps(head).encode())
        outcome, text = verdict(test, dict(scope))
        write_frame(REPORT, "V", json.dumps({**head, "outcome": outcome, "detail": text}).encode())
