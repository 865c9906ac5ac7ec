"""Plain values as Python source, and how large they are."""

import math

LONGEST_DECIMAL = 1 << 64  # longer integers are written in hexadecimal: no limit on digits, and time that grows with them and not with their square

NAMES = {"inf": math.inf, "nan": math.nan, "complex": complex, "set": set, "frozenset": frozenset, "range": range}


def written(value):
    """Source that gives the value under NAMES, built-in types only; TypeError for what has none."""
    if value is None or isinstance(value, bool):
        return repr(value)
    if isinstance(value, int):
        return int.__repr__(value) if -LONGEST_DECIMAL < value < LONGEST_DECIMAL else hex(value)
    if isinstance(value, float):
        return float.__repr__(value)
    if isinstance(value, complex):
        return f"complex({value.real!r}, {value.imag!r})"
    if isinstance(value, str):
        return str.__repr__(value)
    if isinstance(value, bytes):
        return bytes.__repr__(value)
    if isinstance(value, range):
        return repr(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        items = ", ".join(map(written, value))
        if isinstance(value, list):
            return f"[{items}]"
        if isinstance(value, tuple):
            return f"({items},)" if len(value) == 1 else f"({items})"
        return f"{'set' if isinstance(value, set) else 'frozenset'}([{items}])"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)}: {written(item)}" for key, item in value.items()) + "}"
    raise TypeError(f"a {type(value).__name__} is no plain value")


def size(value, most):
    """About how many bytes the value takes when it is handed over; above `most` it may be any number above it. TypeError for what cannot be."""
    total, waiting = 0, [value]
    while waiting and total <= most:
        item = waiting.pop()
        if item is None or isinstance(item, (bool, float, complex, range)):
            total += 24
        elif isinstance(item, int):
            total += 4 + item.bit_length() // 4 if item.bit_length() > 62 else 20
        elif isinstance(item, (str, bytes)):
            total += 4 + 2 * len(item)
        elif isinstance(item, (list, tuple, set, frozenset)):
            total += 8
            waiting.extend(item)
        elif isinstance(item, dict):
            total += 8 + 4 * len(item)
            waiting.extend(item.keys())
            waiting.extend(item.values())
        else:
            raise TypeError(f"a {type(item).__name__} is no plain value")
    return total


def has_floats(value):
    """Whether a number in it is compared with a tolerance, not exactly."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, (float, complex)):
            return True
        if isinstance(item, dict):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        elif isinstance(item, (list, tuple, set, frozenset)) and not set(map(type, item)) <= {str, int, bool}:
            waiting.extend(item)
    return False
