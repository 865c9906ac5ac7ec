"""EvalPlus's rules for when an output is right (its release 0.3.1). Runs beside the tests, out of reach of the candidate.

Of numbers it is numpy.allclose that decides there; what that function does with lists is written out here, so that numpy is not needed. One thing
differs: where the canonical solution itself says not-a-number, not-a-number is right.
"""

import itertools
import math

inf, nan = math.inf, math.nan

SAME_SET = {"similar_elements", "find_char_long", "common_in_nested_lists", "extract_singly", "larg_nnum", "intersection_array", "find_dissimilar", "Diff"}
NOT_NONE = {"check_str", "text_match_three", "text_starta_endb"}
RELATIVE = 1e-7


def _floats(value):
    return isinstance(value, float) or isinstance(value, (list, tuple)) and len(value) > 0 and all(isinstance(item, float) for item in value)


def _array(value):
    """Shape and numbers of an array of a value. Raises where numpy would not make one of numbers: ragged rows, texts, integers beyond 64 bits."""
    if isinstance(value, (list, tuple)):
        rows = [_array(item) for item in value]
        if len({shape for shape, _ in rows}) > 1:
            raise ValueError("rows of several lengths")
        shape = (len(rows), *(rows[0][0] if rows else ()))
        return shape, [number for _, numbers in rows for number in numbers]
    if isinstance(value, complex):
        return (), [complex(value)]
    if isinstance(value, (int, float)) and (isinstance(value, float) or -(1 << 63) <= value < 1 << 64):
        return (), [float(value)]
    raise TypeError("no number")


def _stretched(shape, numbers, wanted):
    """The numbers of an array as one of another shape reads them: where a length is 1, its item counts for all."""
    shape = (1,) * (len(wanted) - len(shape)) + shape
    steps, step = [], 1
    for length in reversed(shape):
        steps.append(0 if length == 1 else step)
        step *= length
    steps.reverse()
    return [numbers[sum(map(int.__mul__, place, steps))] for place in itertools.product(*map(range, wanted))]


def _common(one, other):
    pairs = itertools.zip_longest(reversed(one), reversed(other), fillvalue=1)
    shape = [a if b == 1 else b if a == 1 or a == b else None for a, b in pairs]
    if None in shape:
        raise ValueError("shapes that do not go together")
    return tuple(reversed(shape))


def _near(value, expected, tolerance):
    if value == expected or value != value and expected != expected:
        return True
    size = abs(expected)
    return math.isfinite(size) and abs(value - expected) <= tolerance + RELATIVE * size


def _close(value, expected, tolerance):
    """numpy.allclose of two values, with the relative tolerance that EvalPlus gives it."""
    if type(value) is not type(expected) or isinstance(expected, (list, tuple)) and len(value) != len(expected):
        return False
    (one, values), (other, wanted) = _array(value), _array(expected)
    if one != other:
        shape = _common(one, other)
        values, wanted = _stretched(one, values, shape), _stretched(other, wanted, shape)
    return all(map(_near, values, wanted, itertools.repeat(tolerance)))


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


def _root(coefficients, x, tolerance):
    return abs(sum(c * math.pow(x, i) for i, c in enumerate(coefficients))) <= tolerance


def agrees(dataset, name, arguments, value, expected, tolerance):
    """Whether a value is right. `arguments` are to be copies that the candidate never had: some rules read them."""
    try:
        if dataset == "humaneval" and name == "find_zero":
            return _root(arguments[0], value, tolerance)
        right = _exact(name, arguments, value, expected, tolerance) if dataset == "mbpp" else value == expected
        if right or tolerance == 0 and not _floats(expected):
            return right
        return _close(value, expected, tolerance or 1e-6)
    except (TypeError, ValueError, OverflowError):
        return False  # of a kind that the rule does not know: a text where a number is due
