"""Runs a canonical solution, which belongs to the benchmark and is trusted, on the benchmark's arguments: a line of JSON for each list of arguments.

Outputs that are large are not written down: the tests' side computes them again where they are compared.
"""

import json
import os
import resource
import signal
import sys
import time

LARGE = 1 << 16

# Tasks whose answer is an object that only is there or not, such as a match.
NOT_NONE = {"check_str", "text_match_three", "text_starta_endb"}


class Late(BaseException):
    """Not an Exception: a solution that catches those is late all the same."""


def late(*_):
    raise Late()


def measured(function, arguments, seconds):
    """The output and the seconds that it took, or Late."""
    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        start = time.monotonic()
        output = function(*arguments)
        return output, time.monotonic() - start
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def line_of(output, seconds, request):
    """What the host is told of an output. Of one that is large to be handed over the digest is compared, where equality alone decides."""
    room = size(output, request["most"])
    if room > request["largest"] and request["exact"] and not has_floats(output):
        start = time.monotonic()
        text = digest(output).hex()
        return {"seconds": seconds + time.monotonic() - start, "size": len(text), "expected": None, "digest": text}
    if room > request["most"]:
        raise ValueError(f"its output takes more than {request['most'] >> 20} MiB, and is not compared exactly, so that a digest cannot stand for it")
    return {"seconds": seconds, "size": room, "expected": written(output) if room <= LARGE else None, "digest": None}


def outputs(request):
    """For each list of arguments what came of it, up to the first that fails."""
    task = task_number(request["dataset"], request["task_id"])
    names = {"__name__": "solution"}
    exec(compile(request["program"], "solution", "exec"), names)
    function = names[request["entry_point"]]
    only_there = task is not None and request["entry_point"] in NOT_NONE
    for text in request["inputs"]:
        output, seconds = measured(function, read_arguments(task, text), request["seconds"])
        if only_there:
            output = output is not None
        yield line_of(output, seconds, request)


def explained(error, request):
    if isinstance(error, Late):
        return f"it takes more than {request['seconds']:g} s"
    if isinstance(error, MemoryError):
        return "it needs more memory than a reference may use"
    return f"{type(error).__name__}: {error}"[:500]


def report(request):
    lines = os.fdopen(os.dup(1), "w")  # what the solution itself prints is nobody's
    sys.stdout = sys.stderr = open(os.devnull, "w")
    try:
        for line in outputs(request):
            print(json.dumps(line), file=lines, flush=True)
        line = {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10}
    except BaseException as error:
        line = {"error": explained(error, request)}
    print(json.dumps(line), file=lines, flush=True)
