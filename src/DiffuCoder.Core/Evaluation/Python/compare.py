"""EvalPlus's rules for when an output is right (its release 0.3). Runs beside the tests, out of reach of the candidate."""

import math

inf, nan = math.inf, math.nan

SAME_SET = {"similar_elements", "find_char_long", "common_in_nested_lists", "extract_singly", "larg_nnum", "intersection_array", "find_dissimilar", "Diff"}
NOT_NONE = {"check_str", "text_match_three", "text_starta_endb"}


def _floats(value):
    return isinstance(value, float) or isinstance(value, (list, tuple)) and len(value) > 0 and all(isinstance(item, float) for item in value)


def _close(value, expected, tolerance):
    """numpy.allclose with a relative tolerance of 1e-7, without numpy."""
    if isinstance(expected, (list, tuple)):
        return isinstance(value, (list, tuple)) and len(value) == len(expected) and all(map(lambda v, e: _close(v, e, tolerance), value, expected))
    if not isinstance(value, (int, float, complex)) or not isinstance(expected, (int, float, complex)):
        return False
    return value == expected or abs(value - expected) <= tolerance + 1e-7 * abs(expected) < math.inf


def _pyramid(base, height):
    return round(base**2 + 2 * base * math.sqrt((base / 2) ** 2 + height**2))


def _digit_distance(one, other):
    width = max(len(str(one)), len(str(other)))
    return sum(abs(int(a) - int(b)) for a, b in zip(str(one).zfill(width), str(other).zfill(width)))


def _exact(name, arguments, value, expected, tolerance):
    """Equality, but for the tasks of MBPP+ with more than one right answer."""
    if name == "are_equivalent":
        return True
    if name == "sum_div":
        return value == expected or value == 0
    if name == "surface_Area":
        return value == expected or abs(value - _pyramid(*arguments)) <= tolerance
    if name == "digit_distance_nums":
        return value == expected or value == _digit_distance(*arguments)
    if name in SAME_SET:
        return set(value) == set(expected)
    if name in NOT_NONE:
        return value == expected if isinstance(value, bool) else expected == (value is not None)
    return value == expected


def agrees(dataset, name, arguments, value, expected, tolerance):
    """Whether a value is right."""
    if dataset == "humaneval" and name == "find_zero":
        return abs(sum(c * math.pow(value, i) for i, c in enumerate(arguments[0]))) <= tolerance
    right = _exact(name, arguments, value, expected, tolerance) if dataset == "mbpp" else value == expected
    if right or tolerance == 0 and not _floats(expected):
        return right
    return type(value) is type(expected) and _close(value, expected, tolerance or 1e-6)
