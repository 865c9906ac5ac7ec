"""Values as JSON, both ways. What arrives is of exact built-in types: whatever class a value had, no code of the sender comes with it.

Lists, strings, numbers, booleans and None are themselves; everything else is an object of one member, whose name says what it is.
"""
import base64
import collections
import datetime
import decimal
import fractions
import json

LARGEST = 1 << 62  # larger integers travel in hexadecimal, which has no limit on its digits

# the exact types, kept from before any program could replace a name
_int, _str, _float, _bool, _list, _tuple, _dict, _set, _type = int, str, float, bool, list, tuple, dict, set, type
_isinstance, _hex, _map = isinstance, hex, map


def dumps(form):
    return json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def loads(data):
    return json.loads(data.decode("utf-8", "surrogatepass"))


def _items(tag, iterate):
    return lambda value, export: {tag: [encode(item, export) for item in iterate(value)]}


def _pairs(tag, items):
    return lambda value, export: {tag: [[encode(key, export), encode(item, export)] for key, item in items(value)]}


def _integer(value, _):
    value = _int.__int__(value)
    return value if -LARGEST < value < LARGEST else {"i": _hex(value)}


def _moment(value, _):
    if value.tzinfo is not None and _type(value.tzinfo) is not datetime.timezone:
        raise TypeError("a time in a zone with a name cannot be compared")
    return {"datetime" if _type(value) is datetime.datetime else "time": value.isoformat()}


# from the exact type to its writer; a subclass is written as the first base in this order
WRITERS = {
    _bool: lambda value, _: value,
    _int: _integer,
    _str: lambda value, _: _str.__str__(value),
    _float: lambda value, _: _float.__float__(value),
    _list: lambda value, export: [encode(item, export) for item in _list.__iter__(value)],
    _tuple: _items("t", _tuple.__iter__),
    collections.Counter: _pairs("counter", _dict.items),
    collections.OrderedDict: _pairs("ordered", collections.OrderedDict.items),
    _dict: _pairs("d", _dict.items),
    _set: _items("s", _set.__iter__),
    frozenset: _items("fs", frozenset.__iter__),
    bytes: lambda value, _: {"b": base64.b64encode(value).decode()},
    bytearray: lambda value, _: {"ba": base64.b64encode(value).decode()},
    complex: lambda value, _: {"c": [value.real, value.imag]},
    range: lambda value, _: {"r": [{"i": _hex(part)} for part in (value.start, value.stop, value.step)]},
    collections.deque: _items("deque", collections.deque.__iter__),
    _type({}.keys()): _items("keys", iter),
    _type({}.items()): _items("items", iter),
    decimal.Decimal: lambda value, _: {"decimal": _str(value)},
    fractions.Fraction: lambda value, _: {"fraction": [{"i": _hex(value.numerator)}, {"i": _hex(value.denominator)}]},
    datetime.datetime: _moment,
    datetime.time: _moment,
    datetime.date: lambda value, _: {"date": value.isoformat()},
    datetime.timedelta: lambda value, _: {"timedelta": [value.days, value.seconds, value.microseconds]},
    _type(...): lambda value, _: {"...": None},
    _type(NotImplemented): lambda value, _: {"NotImplemented": None},
}
_BASES = [kind for kind in WRITERS if kind not in (_bool, range, _type(...), _type(NotImplemented), _type({}.keys()), _type({}.items()))]


def encode(value, export):
    """The form of a value; `export` gives the form of what is not plain data."""
    kind = _type(value)
    if value is None or kind is _str or kind is _float or kind is _bool:
        return value
    writer = WRITERS.get(kind)
    if writer is None:
        if _isinstance(value, _type):
            return export(value)
        for base in _BASES:
            if _isinstance(value, base):
                writer = WRITERS[base]
                break
        else:
            return export(value)
    return writer(value, export)


def _integers(parts, find):
    return [decode(part, find) for part in parts]


def _decoded(make):
    return lambda parts, find: make([decode(part, find) for part in parts])


def _decoded_pairs(make):
    return lambda pairs, find: make({decode(key, find): decode(item, find) for key, item in pairs})


READERS = {
    "i": lambda text, _: _int(text, 16),
    "t": _decoded(_tuple),
    "d": _decoded_pairs(lambda pairs: pairs),
    "counter": _decoded_pairs(collections.Counter),
    "ordered": _decoded_pairs(collections.OrderedDict),
    "s": _decoded(_set),
    "fs": _decoded(frozenset),
    "b": lambda text, _: base64.b64decode(text),
    "ba": lambda text, _: bytearray(base64.b64decode(text)),
    "c": lambda parts, _: complex(*_map(_float, parts)),
    "r": lambda parts, find: range(*_integers(parts, find)),
    "deque": _decoded(collections.deque),
    "keys": _decoded(lambda keys: _dict.fromkeys(keys).keys()),
    "items": _decoded(lambda pairs: _dict(pairs).items()),
    "decimal": lambda text, _: decimal.Decimal(text),
    "fraction": lambda parts, find: fractions.Fraction(*_integers(parts, find)),
    "datetime": lambda text, _: datetime.datetime.fromisoformat(text),
    "time": lambda text, _: datetime.time.fromisoformat(text),
    "date": lambda text, _: datetime.date.fromisoformat(text),
    "timedelta": lambda parts, _: datetime.timedelta(*_map(_int, parts)),
    "...": lambda _, __: ...,
    "NotImplemented": lambda _, __: NotImplemented,
}


def decode(form, find):
    """The value of a form; `find` holds the readers of what is not plain data. Raises on anything that is no form."""
    kind = _type(form)
    if kind is _list:
        return [decode(item, find) for item in form]
    if kind is not _dict:
        return form
    (tag, content), = form.items()
    return (READERS.get(tag) or find[tag])(content, find)
