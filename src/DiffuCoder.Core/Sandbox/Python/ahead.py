"""Which iterators may give more than was asked for: those where nobody can tell, because they read and change nothing but themselves."""
import dis
import itertools
import time
import types

import libraries

AFTER, MOST, MOMENT = 16, 1024, 0.005  # items that were asked for one by one; items at once; seconds
_NAMES = libraries.PURE | {"range", "enumerate", "zip", "reversed", "str", "int", "float", "list", "tuple", "bool", "None"}
_ATOMS = frozenset((int, float, str, bool, type(None), bytes, complex, range))
_PLAIN_ITERATORS = frozenset(
    type(iter(each)) for each in (range(0), range(1 << 70), (), "", b"", [], {}, {}.values(), {}.items(), set())) | {itertools.count}
ITERATORS = _PLAIN_ITERATORS | {types.GeneratorType}
_CHANGES = ("STORE_SUBSCR", "DELETE_SUBSCR", "STORE_ATTR", "DELETE_ATTR", "STORE_GLOBAL", "STORE_DEREF", "IMPORT_NAME")
_known = {}


def _is_quiet_code(code):
    if code not in _known:
        instructions = list(dis.get_instructions(code))
        known = not code.co_freevars and not code.co_cellvars and set(code.co_names) <= _NAMES
        for place, instruction in enumerate(instructions):
            if instruction.opname in _CHANGES or instruction.opname.startswith(("BINARY_OP", "INPLACE")) and instruction.argrepr.endswith("="):
                known = False
            if instruction.opname == "YIELD_VALUE":  # what is sent to it must be of no use
                following = [each.opname for each in instructions[place + 1:place + 3] if each.opname != "RESUME"]
                known = known and following[:1] == ["POP_TOP"]
        _known[code] = known
    return _known[code]


def is_quiet(iterator):
    kind = type(iterator)
    if kind in _PLAIN_ITERATORS:
        return True
    if kind is not types.GeneratorType or iterator.gi_frame is None or iterator.gi_yieldfrom is not None or not _is_quiet_code(iterator.gi_code):
        return False
    return all(type(value) in _ATOMS or type(value) in _PLAIN_ITERATORS or type(value) is tuple and all(type(part) in _ATOMS for part in value)
               for value in iterator.gi_frame.f_locals.values())


def items(iterator, count):
    """Up to `count` items, as many as come within a moment; whether it has ended; what it raised or gave at its end."""
    found, start = [], time.monotonic()
    while len(found) < count:
        try:
            found.append(next(iterator))
        except StopIteration as stop:
            return found, True, stop.value
        except BaseException as error:
            if not found:
                raise
            return found, True, error
        if time.monotonic() - start > MOMENT:
            break
    return found, False, None
