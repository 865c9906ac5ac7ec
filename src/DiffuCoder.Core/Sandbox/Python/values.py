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

# a program may replace them in their module
_dumps, _loads = json.dumps, json.loads


def dumps(form):
    return _dumps(form, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def loads(data):
    return _loads(data.decode("utf-8", "surrogatepass"))


def _items(tag, iterate):
    return lambda value, export: {tag: [encode(item, export) for item in iterate(value)]}


def _pairs(tag, items):
    return lambda value, export: {tag: [[encode(key, export), encode(item, export)] for key, item in items(value)]}


def _integer(value, _):
    value = int.__int__(value)
    return value if -LARGEST < value < LARGEST else {"i": hex(value)}


def _moment(value, _):
    if value.tzinfo is not None and type(value.tzinfo) is not datetime.timezone:
        raise TypeError("a time in a zone with a name cannot be compared")
    return {"datetime" if type(value) is datetime.datetime else "time": value.isoformat()}


# from the exact type to its writer; a subclass is written as the first base in this order
WRITERS = {
    bool: lambda value, _: value,
    int: _integer,
    str: lambda value, _: str.__str__(value),
    float: lambda value, _: float.__float__(value),
    list: lambda value, export: [encode(item, export) for item in list.__iter__(value)],
    tuple: _items("t", tuple.__iter__),
    collections.Counter: _pairs("counter", dict.items),
    collections.OrderedDict: _pairs("ordered", collections.OrderedDict.items),
    dict: _pairs("d", dict.items),
    set: _items("s", set.__iter__),
    frozenset: _items("fs", frozenset.__iter__),
    bytes: lambda value, _: {"b": base64.b64encode(value).decode()},
    bytearray: lambda value, _: {"ba": base64.b64encode(value).decode()},
    complex: lambda value, _: {"c": [value.real, value.imag]},
    range: lambda value, _: {"r": [{"i": hex(part)} for part in (value.start, value.stop, value.step)]},
    collections.deque: _items("deque", collections.deque.__iter__),
    type({}.keys()): _items("keys", iter),
    type({}.items()): _items("items", iter),
    decimal.Decimal: lambda value, _: {"decimal": str(value)},
    fractions.Fraction: lambda value, _: {"fraction": [{"i": hex(value.numerator)}, {"i": hex(value.denominator)}]},
    datetime.datetime: _moment,
    datetime.time: _moment,
    datetime.date: lambda value, _: {"date": value.isoformat()},
    datetime.timedelta: lambda value, _: {"timedelta": [value.days, value.seconds, value.microseconds]},
    type(...): lambda value, _: {"...": None},
    type(NotImplemented): lambda value, _: {"NotImplemented": None},
}
_BASES = [kind for kind in WRITERS if kind not in (bool, range, type(...), type(NotImplemented), type({}.keys()), type({}.items()))]


def encode(value, export):
    """The form of a value; `export` gives the form of what is not plain data."""
    kind = type(value)
    if value is None or kind is str or kind is float or kind is bool:
        return value
    writer = WRITERS.get(kind)
    if writer is None:
        if isinstance(value, type):
            return export(value)
        for base in _BASES:
            if isinstance(value, base):
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
    "i": lambda text, _: int(text, 16),
    "t": _decoded(tuple),
    "d": _decoded_pairs(lambda pairs: pairs),
    "counter": _decoded_pairs(collections.Counter),
    "ordered": _decoded_pairs(collections.OrderedDict),
    "s": _decoded(set),
    "fs": _decoded(frozenset),
    "b": lambda text, _: base64.b64decode(text),
    "ba": lambda text, _: bytearray(base64.b64decode(text)),
    "c": lambda parts, _: complex(*map(float, parts)),
    "r": lambda parts, find: range(*_integers(parts, find)),
    "deque": _decoded(collections.deque),
    "keys": _decoded(lambda keys: dict.fromkeys(keys).keys()),
    "items": _decoded(lambda pairs: dict(pairs).items()),
    "decimal": lambda text, _: decimal.Decimal(text),
    "fraction": lambda parts, find: fractions.Fraction(*_integers(parts, find)),
    "datetime": lambda text, _: datetime.datetime.fromisoformat(text),
    "time": lambda text, _: datetime.time.fromisoformat(text),
    "date": lambda text, _: datetime.date.fromisoformat(text),
    "timedelta": lambda parts, _: datetime.timedelta(*map(int, parts)),
    "...": lambda _, __: ...,
    "NotImplemented": lambda _, __: NotImplemented,
}


def decode(form, find):
    """The value of a form; `find` holds the readers of what is not plain data. Raises on anything that is no form."""
    kind = type(form)
    if kind is list:
        return [decode(item, find) for item in form]
    if kind is not dict:
        return form
    (tag, content), = form.items()
    return (READERS.get(tag) or find[tag])(content, find)
