"""Arguments of EvalPlus's files as a task expects them. JSON has no tuples, sets or complex numbers: MBPP+ says by task number which arguments are
some, as its loader does."""

import json
import sys

if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)  # arguments of a benchmark may have any number of digits

ROWS_OF_TUPLES = {2, 116, 132, 143, 222, 261, 273, 394, 399, 421, 424, 429, 470, 560, 579, 596, 616, 630, 726, 740, 744, 809}
LISTS_OF_TUPLES = {63, 64, 70, 94, 120, 237, 272, 299, 400, 409, 417, 438, 473, 614, 780}
FIRST_LIST_OF_TUPLES = {75, 413, 444, 753}
SECOND_TUPLE = {106, 750}
FIRST_TUPLE = {250, 405, 446, 617, 720, 763, 808, 307}
TUPLES_OF_TUPLES = {259, 401, 445}
ALL_TUPLES = {580, 615, 791}


def deep_tuple(value):
    return tuple(deep_tuple(item) for item in value) if isinstance(value, list) else value


def shaped(task, given):
    """One list of arguments as the task expects it; None is a task without such rules."""
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


def task_number(dataset, task_id):
    return int(task_id.split("/")[-1]) if dataset == "mbpp" else None


def read_arguments(task, text):
    """A copy of its own at every call: whoever is given it may change it."""
    return shaped(task, json.loads(text))
