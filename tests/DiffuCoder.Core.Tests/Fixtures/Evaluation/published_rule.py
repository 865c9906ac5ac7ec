"""EvalPlus's comparison as its release 0.3.1 states it, written a second time and apart from the kit's own, which is held against it.

numpy.allclose is stated by its documentation: arrays of numbers that are broadcast together, |value - expected| <= atol + rtol * |expected| where the
expectation is finite, equality elsewhere; an error, which EvalPlus counts as a failure, for whatever is no array of numbers.
"""

import math


class NoArray(Exception):
    pass


def shape_of(value):
    if type(value) in (list, tuple):
        below = [shape_of(item) for item in value]
        for shape in below:
            if shape != below[0]:
                raise NoArray("ragged")
        return [len(value)] + (below[0] if below else [])
    if type(value) in (bool, float, complex) or type(value) is int and -(2**63) <= value <= 2**64 - 1:
        return []
    raise NoArray("not of numbers")


def number_at(value, depth, place):
    """The number at a place of the broadcast array: leading places that the value lacks do not matter, and a single row stands for all."""
    for index in place[len(place) - depth :]:
        value = value[index if len(value) > 1 else 0]
    return value if type(value) is complex else float(value)


def places(shape):
    if not shape:
        return [()]
    return [(index, *rest) for index in range(shape[0]) for rest in places(shape[1:])]


def broadcast(one, other):
    if len(one) < len(other):
        one, other = other, one
    other = [1] * (len(one) - len(other)) + other
    shape = []
    for a, b in zip(one, other):
        if a != b and a != 1 and b != 1:
            raise NoArray("shapes do not match")
        shape.append(b if a == 1 else a)
    return shape


def allclose(value, expected, rtol, atol):
    one, other = shape_of(value), shape_of(expected)
    for place in places(broadcast(one, other)):
        x, y = number_at(value, len(one), place), number_at(expected, len(other), place)
        finite = math.isfinite(y.real) and math.isfinite(y.imag)
        if not (finite and abs(x - y) <= atol + rtol * abs(y) or x == y):
            return False
    return True


def is_floats(value):
    if isinstance(value, float):
        return True
    if isinstance(value, (list, tuple)) and value:
        return all(isinstance(item, float) for item in value)
    return False


def total_surface(base_edge, height):
    slant = math.sqrt((base_edge / 2) ** 2 + height**2)
    return round(base_edge**2 + 4 * (base_edge * slant) / 2)


def digits_apart(one, other):
    one, other = str(one), str(other)
    longer = max(len(one), len(other))
    return sum(abs(int(x) - int(y)) for x, y in zip(one.zfill(longer), other.zfill(longer)))


AS_SETS = ["similar_elements", "find_char_long", "common_in_nested_lists", "extract_singly", "larg_nnum", "intersection_array", "find_dissimilar", "Diff"]
THERE_OR_NOT = ["check_str", "text_match_three", "text_starta_endb"]


def passes(dataset, entry_point, inputs, out, exp, atol):
    try:
        exact_match = out == exp
        if dataset == "mbpp":
            if entry_point == "are_equivalent":
                exact_match = True
            elif entry_point == "sum_div":
                exact_match = exact_match or out == 0
            elif entry_point == "surface_Area":
                exact_match = exact_match or abs(out - total_surface(*inputs)) <= atol
            elif entry_point == "digit_distance_nums":
                exact_match = exact_match or out == digits_apart(*inputs)
            elif entry_point in AS_SETS:
                exact_match = set(out) == set(exp)
            elif entry_point in THERE_OR_NOT:
                exact_match = out == exp if isinstance(out, bool) else exp == (out is not None)
        if dataset == "humaneval" and entry_point == "find_zero":
            return abs(sum(c * math.pow(out, i) for i, c in enumerate(inputs[0]))) <= atol
        if atol == 0 and is_floats(exp):
            atol = 1e-6
        if exact_match or atol == 0:
            return bool(exact_match)
        if type(out) != type(exp) or isinstance(exp, (list, tuple)) and len(out) != len(exp):
            return False
        return allclose(out, exp, 1e-07, atol)
    except (NoArray, TypeError, ValueError, OverflowError):
        return False
