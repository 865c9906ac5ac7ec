"""The trusted side: runs the tests, in a process of their own, and alone says what became of each."""
import ast
import builtins
import json
import sys
import types

import errors
import names
import peer
from candidate import detail
from channel import Broken, Closed, read_frame, write_frame
from judging import Harness, expression, same, shown, statements
from proxies import Link
from replaced import Replaced

CHANNEL, REPORT = 3, 4
_ROOM = 60


class TestIsBroken(Exception):
    """The test itself cannot run: the benchmark's fault."""


def short(text):
    return text[:2000].encode("utf-8", "backslashreplace").decode("utf-8")


def equality(test, program):
    actual, expected = expression(test["expression"], program), expression(test["expected"])

    def run(scope):
        scope["__harness__"].one()
        value = eval(actual, scope)
        try:
            wanted = eval(expected, {"__harness__": scope["__harness__"]})
        except Exception as error:
            raise TestIsBroken(f"the expected value cannot be computed: {detail(error)}") from None
        if not same(value, wanted):
            raise AssertionError(f"{shown(value)} is not {shown(wanted)}")

    return run


def plain(test, program):
    code = statements(test["code"], program)
    return lambda scope: exec(code, scope)


def check(test, program):
    code = statements(test["code"], program)

    def run(scope):
        exec(code, scope)
        judge = scope.get("check")
        if not isinstance(judge, types.FunctionType):
            raise TestIsBroken("the test defines no function check")
        if test["entry"] not in scope["__found__"]:
            raise NameError(f"name '{test['entry']}' is not defined")
        judge(scope["__found__"][test["entry"]])

    return run


KINDS = {"equality": equality, "statements": plain, "check": check}


class Test:
    """One test, ready to run: or what stands against that."""

    def __init__(self, form, needs):
        self.read = set()
        try:
            text, mode = (form["expression"].strip(), "eval") if form["kind"] == "equality" else (form["code"], "exec")
            self.read = set(needs.add(text, mode))
            if form["kind"] == "check":
                self.read.add(form["entry"])
                needs.entries.add(form["entry"])
            self.form, self.run, self.broken = form, None, None
            KINDS[form["kind"]](form, frozenset())
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self.broken = f"the test cannot be compiled: {detail(error)}"

    def compile(self, program):
        if self.broken is None:
            self.run = KINDS[self.form["kind"]](self.form, frozenset(program))


class Main(types.ModuleType):
    """The module in which the tests run: what is patched in it is patched for the program."""

    def __init__(self, scope):
        super().__init__("__main__")
        self.__dict__["_scope"] = scope

    def __getattr__(self, name):
        try:
            return self.__dict__["_scope"][name]
        except KeyError:
            raise AttributeError(f"module '__main__' has no attribute {name!r}") from None

    def __setattr__(self, name, value):
        self.__dict__["_scope"][name] = value

    def __delattr__(self, name):
        self.__dict__["_scope"].pop(name, None)


class Checker:
    def __init__(self, limits, run):
        self.needs = names.Needs(run["setup"], run.get("entries", ()))
        self.tests = [Test(form, self.needs) for form in run["tests"]]  # in order: what one defines the next may read
        texts = "\n".join([run["setup"], *(form.get("code", "") for form in run["tests"])])
        self.run, self.link, self.harness = run, Link(CHANNEL, limits["value"], Replaced(texts)), Harness(errors.CandidateStop)
        self.failure, self.scope, self.found, self.line = None, {}, {}, None

    def prepare(self):
        """Fetches what the tests need of the program, and runs their setup."""
        read = set(self.needs.setup_reads).union(self.needs.patched, *(test.read for test in self.tests))
        wanted = self.needs.of(read)
        library = self.needs.own(wanted)
        wanted -= library
        for test in self.tests:
            test.compile(wanted)
        found = self.link.names(wanted, {name for name in wanted if names.is_class_name(name)})
        scope = {"__name__": "__main__", "__builtins__": builtins, "__harness__": self.harness, "__found__": found}
        scope.update({name: __import__(name) for name in read if self.needs.is_module(name)})
        scope.update({name: self.needs.library[name] for name in library})
        scope.update({name: self.needs.library[name] for name in wanted if name in self.needs.library})  # where the program has none of that name
        scope.update(found)
        self.found, self.scope = found, scope
        self.link.given = dict(found)
        self.link.scope = scope
        sys.modules["__main__"] = Main(scope)
        try:
            exec(statements(self.run["setup"], wanted), scope)
        except Broken:
            raise
        except BaseException as error:
            self.failure = error

    def verdict(self, test):
        """Runs one test to its end, or to what stops it."""
        self.line = None
        if test.broken is not None:
            return "broken", test.broken
        if self.failure is not None:
            return self._stopped(self.failure, "the tests could not be set up: ")
        scope, link = self.scope, self.link
        self.harness.assertions = link.calls = 0
        link.swallowed = None
        try:
            test.run(scope)
        except TestIsBroken as error:
            return "broken", short(str(error))
        except BaseException as error:
            return self._stopped(error)
        finally:
            link.replaced.restore_streams()
        if link.broken is not None:
            return self._stopped(link.broken)
        if link.swallowed is not None:
            return "wrong", short(f"{link.swallowed} (the program kept this assertion from the test)")
        if not link.calls and not (self.harness.assertions and test.read & set(self.found)):
            return "nothing", "it ran neither an assertion about the program nor a call of it"
        return "passed", ""

    def _imported(self):
        """Libraries that the tests themselves name in an import: what else is missing the program may have named."""
        found = set()
        for text in (self.run["setup"], *(form.get("code", "") for form in self.run["tests"])):
            try:
                tree = ast.parse(text)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            for node in ast.walk(tree):
                if isinstance(node, ast.Import):
                    found.update(part.name.partition(".")[0] for part in node.names)
                elif isinstance(node, ast.ImportFrom):
                    found.add((node.module or "").partition(".")[0])
        return found

    def _stopped(self, error, where=""):
        if isinstance(error, Broken) or self.link.broken is not None:
            error = self.link.broken or error
            if isinstance(error, Closed):
                raise error
            return "raised", short(f"{where}the program's process broke the protocol: {error}")
        text = short(where + detail(error))
        if getattr(error, "of_candidate", False):
            self.line = getattr(error, "of_line", None)
            return "raised", text
        if isinstance(error, AssertionError):
            return ("wrong", short(where + str(error)) if str(error) else where + "an assertion does not hold")
        if isinstance(error, ImportError) and (error.name or "").partition(".")[0] in self._imported():
            return "broken", text
        if where and not isinstance(error, (NameError, ImportError)) and not self.needs.setup_reads & set(self.found):
            return "broken", text  # nothing of the program's had a part in it
        return "raised", text


def report(kind, form):
    write_frame(REPORT, kind, json.dumps(form).encode())


def placed(line):
    """The line of the program that a report names: a hint, whoever says it."""
    return {"line": line} if type(line) is int and 0 < line < 1 << 31 else {}


def program_ran(limits):
    """What the program says of its start, handed on in our own words."""
    kind, said = read_frame(CHANNEL, 1 << 16)
    try:
        form = json.loads(said)
        outcome, text, line = form["outcome"], form["detail"], form.get("line")
    except Exception:
        outcome = text = line = None
    if kind != "P" or outcome not in ("passed", "raised") or type(text) is not str:
        outcome, text = "raised", "the program's process broke the protocol before its tests"
    report("P", {"outcome": outcome, "detail": "" if outcome == "passed" else short(text), **placed(line)})
    return outcome == "passed"


def main(limits, body):
    run = json.loads(body)
    peer.give_room(_ROOM)
    checker = Checker(limits, run)
    if not program_ran(limits):
        return
    prepared = False
    for place, test in enumerate(checker.tests, run["first"]):
        head = {"nonce": run["nonce"], "test": place}
        report("B", head)
        try:
            if not prepared:
                prepared = True
                checker.prepare()
            outcome, text = checker.verdict(test)
        except Closed:
            return  # who ended is seen from outside
        except BaseException as error:
            outcome, text = checker._stopped(error, "")
        report("V", {**head, "outcome": outcome, "detail": text, **placed(checker.line if outcome == "raised" else None)})
        if checker.link.broken is not None:
            return


def warm():
    """Does once, in the template, what every child would do for the first time: much of it is kept from one use to the next."""
    needs = names.Needs("import math\ndef close(a, b): return abs(a - b) < 1e-6\n", ("f",))
    forms = [
        {"kind": "statements", "code": "for x in [1, 2]:\n    assert f(x, y=[3]) == {'a': (x, 2.5)}, 'no'\nassert close(f(1), 2)\n"},
        {"kind": "equality", "expression": "f(1)", "expected": "[1]"},
        {"kind": "check", "code": "def check(candidate):\n    assert candidate('a') is None\n", "entry": "f"},
    ]
    for test in [Test(form, needs) for form in forms]:
        test.compile({"f"})
    needs.own(needs.of({"f", "Counter"}))
    Harness(errors.CandidateStop)
    json.loads(json.dumps({"outcome": "passed", "detail": "", "list": [1, 2.5, None]}))
