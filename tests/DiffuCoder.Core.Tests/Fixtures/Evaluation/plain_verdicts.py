"""What plain Python says of programs, without any sandbox: each test on its own, by EvalPlus's published rule. Reads a list of problems with programs."""

import io
import json
import os
import signal
import sys

request = json.load(sys.stdin)
said, sys.stdout = sys.stdout, io.StringIO()
rule, arguments = {}, {}
exec(request["published"], rule)
exec(request["arguments"], arguments)


class Late(BaseException):
    pass


def late(*_):
    raise Late()


signal.signal(signal.SIGVTALRM, late)


def called(program, name, given, task, seconds):
    """What a call gives, each in an interpreter's state of its own as far as one process can have it."""
    names = {"__name__": "plain"}
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)  # of its own computing, so that a busy machine changes no verdict
    try:
        exec(compile(program, "plain", "exec"), names)
        return names[name](*arguments["read_arguments"](task, given))
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def verdict(problem, program, given, expected, task):
    try:
        out = called(program, problem["entry_point"], given, task, request["seconds"])
    except BaseException:
        return False
    copies = arguments["read_arguments"](task, given)
    return bool(rule["passes"](problem["dataset"], problem["entry_point"], copies, out, expected, problem["tolerance"]))


answers = []
for problem in request["problems"]:
    task = arguments["task_number"](problem["dataset"], problem["task_id"])
    only_there = task is not None and problem["entry_point"] in rule["THERE_OR_NOT"]
    wanted = [called(problem["canonical"], problem["entry_point"], given, task, 60) for given in problem["inputs"]]
    wanted = [out is not None if only_there else out for out in wanted]
    answers.append([[verdict(problem, program, given, out, task) for given, out in zip(problem["inputs"], wanted)] for program in problem["programs"]])
print(json.dumps(answers), file=said, flush=True)
os._exit(0)  # a program may have left threads behind
