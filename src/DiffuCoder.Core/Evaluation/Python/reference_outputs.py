"""Runs a canonical solution, which belongs to the benchmark and is trusted, on the benchmark's arguments.

Arguments and outputs come back as Python literals, to be written into tests.
"""

import copy
import json

# JSON has no tuples, sets or complex numbers; MBPP+ says by task number which arguments are some (as its loader does).
ROWS_OF_TUPLES = {2, 116, 132, 143, 222, 261, 273, 394, 399, 421, 424, 429, 470, 560, 579, 596, 616, 630, 726, 740, 744, 809}
LISTS_OF_TUPLES = {63, 64, 70, 94, 120, 237, 272, 299, 400, 409, 417, 438, 473, 614, 780}
FIRST_LIST_OF_TUPLES = {75, 413, 444, 753}
SECOND_TUPLE = {106, 750}
FIRST_TUPLE = {250, 405, 446, 617, 720, 763, 808, 307}
TUPLES_OF_TUPLES = {259, 401, 445}
ALL_TUPLES = {580, 615, 791}

# Tasks whose answer is an object that only is there or not, such as a match.
NOT_NONE = {"check_str", "text_match_three", "text_starta_endb"}


def deep_tuple(value):
    return tuple(deep_tuple(item) for item in value) if isinstance(value, list) else value


def shaped(task, given):
    """One list of arguments as the task expects it."""
    if task in ROWS_OF_TUPLES:
        return [tuple(item) for item in given]
    if task in LISTS_OF_TUPLES:
        return [[tuple(item) for item in rows] for rows in given]
    if task in FIRST_LIST_OF_TUPLES:
        return [[tuple(item) for item in given[0]], given[1]]
    if task in SECOND_TUPLE:
        return [given[0], tuple(given[1])]
    if task in FIRST_TUPLE:
        return [tuple(given[0]), *given[1:]]
    if task in TUPLES_OF_TUPLES:
        return [tuple(tuple(item) for item in rows) for rows in given]
    if task in ALL_TUPLES:
        return [deep_tuple(item) for item in given]
    if task == 115:
        return [[set(item) if isinstance(item, list) and item else {} for item in given[0]]]
    if task == 124:
        return [float(given[0]), complex(given[1])]
    if task == 252:
        return [complex(given[0])]
    if task == 278:
        return [tuple(tuple(item) if isinstance(item, list) else item for item in given[0])]
    if task == 722:
        return [{key: tuple(value) for key, value in given[0].items()}, *given[1:]]
    return given


def plain(value):
    """The value made of built-in types only, so that its repr is a literal; TypeError where it cannot be."""
    if value is None or isinstance(value, bool):
        return value
    for kind in (int, float, complex, str, bytes):
        if isinstance(value, kind):
            return kind(value)
    for kind in (list, tuple, set, frozenset):
        if isinstance(value, kind):
            return kind(plain(item) for item in value)
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    raise TypeError("a " + type(value).__name__ + " is no plain value")


def answer(request):
    """From {dataset, task_id, program, entry_point, inputs: [json, ...]} to [{arguments, expected}, ...]."""
    names = {"__name__": "solution"}
    exec(compile(request["program"], "solution", "exec"), names)
    function = names[request["entry_point"]]
    task = int(request["task_id"].split("/")[-1]) if request["dataset"] == "mbpp" else None
    results = []
    for text in request["inputs"]:
        arguments = shaped(task, json.loads(text))
        literal = repr(tuple(plain(item) for item in arguments))
        output = function(*copy.deepcopy(arguments))
        if request["entry_point"] in NOT_NONE and task is not None:
            output = output is not None
        results.append({"arguments": literal, "expected": repr(plain(output))})
    return results
