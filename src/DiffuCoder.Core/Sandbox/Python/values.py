"""Plain values that never change, as JSON, both ways. What arrives is of exact library types: no code of the sender's comes along.

Strings, numbers, booleans and None are themselves; everything else is an object of one member, whose name says what it is.
"""
import base64
import collections
import datetime
import decimal
import fractions
import ipaddress
import json
import pathlib
import re
import types
import uuid
import zoneinfo

LARGEST = 1 << 62  # larger integers travel in hexadecimal, which has no limit on its digits
ATOMS = frozenset((str, float, bool, type(None)))

# a program may replace them in their module
_dumps, _loads = json.dumps, json.loads
_to64, _from64 = base64.b64encode, base64.b64decode


def dumps(form):
    return _dumps(form, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def loads(data):
    return _loads(data.decode("utf-8", "surrogatepass"))


def integer(value):
    value = int.__int__(value)
    return value if -LARGEST < value < LARGEST else {"i": hex(value)}


def _items(tag, iterate):
    return lambda value, encode: {tag: [encode(item) for item in iterate(value)]}


def _text(tag, text=str):
    return lambda value, _: {tag: text(value)}


def _zone(value, encode):
    zone = value.tzinfo
    if zone is None:
        return None
    name = getattr(zone, "key", None)
    if type(zone) is zoneinfo.ZoneInfo and name:
        return ["zone", name]
    if type(zone) is datetime.timezone:
        return ["offset", *_offset_of(zone)]
    return ["other", encode(zone)]


def _offset_of(zone):
    offset = zone.utcoffset(None)
    return [[offset.days, offset.seconds, offset.microseconds], zone.tzname(None)]


def _moment(tag):
    def write(value, encode):
        return {tag: [value.replace(tzinfo=None).isoformat(), value.fold, _zone(value, encode)]}

    return write


def _flags(value, encode):
    return {"pattern": [encode(value.pattern), int(value.flags)]}


# from the exact type to its writer
WRITERS = {
    int: lambda value, _: integer(value),
    bytes: lambda value, _: {"b": _to64(value).decode()},
    memoryview: lambda value, _: {"view": _to64(value.tobytes()).decode()},
    complex: lambda value, _: {"c": [value.real, value.imag]},
    range: lambda value, _: {"r": [integer(part) for part in (value.start, value.stop, value.step)]},
    slice: lambda value, encode: {"slice": [encode(value.start), encode(value.stop), encode(value.step)]},
    frozenset: _items("fs", frozenset.__iter__),
    types.MappingProxyType: lambda value, encode: {"proxy": encode(dict(value))},
    type({}.keys()): _items("keys", iter),
    type({}.values()): _items("values", iter),
    type({}.items()): _items("items", iter),
    type(collections.OrderedDict().keys()): _items("keys", iter),
    type(collections.OrderedDict().values()): _items("values", iter),
    type(collections.OrderedDict().items()): _items("items", iter),
    decimal.Decimal: _text("decimal"),
    fractions.Fraction: lambda value, _: {"fraction": [integer(value.numerator), integer(value.denominator)]},
    datetime.datetime: _moment("datetime"),
    datetime.time: _moment("time"),
    datetime.date: _text("date", datetime.date.isoformat),
    datetime.timedelta: lambda value, _: {"timedelta": [value.days, value.seconds, value.microseconds]},
    datetime.timezone: lambda value, _: {"timezone": _offset_of(value)},
    zoneinfo.ZoneInfo: lambda value, encode: {"zone": value.key},
    uuid.UUID: lambda value, _: {"uuid": value.hex},
    pathlib.PurePosixPath: _text("purepath"),
    pathlib.PosixPath: _text("path"),
    pathlib.PureWindowsPath: _text("windowspath"),
    re.Pattern: _flags,
    re.RegexFlag: lambda value, _: {"flags": int(value)},
    type(...): lambda value, _: {"...": None},
    type(NotImplemented): lambda value, _: {"NotImplemented": None},
}
WRITERS.update({kind: _text(kind.__name__) for kind in (
    ipaddress.IPv4Address, ipaddress.IPv6Address, ipaddress.IPv4Network, ipaddress.IPv6Network, ipaddress.IPv4Interface, ipaddress.IPv6Interface)})


def _decoded(make):
    return lambda parts, decode: make([decode(part) for part in parts])


def _made(make):
    return lambda text, _: make(text)


def _integer(text):
    if type(text) is not str:
        raise TypeError("an integer that is no text")
    return int(text, 16)


def _offset(parts, name):
    delta = datetime.timedelta(*map(int, parts))
    plain = datetime.timezone(delta)
    return plain if name is None or plain.tzname(None) == name else datetime.timezone(delta, str(name))


def _zone_of(form, decode):
    if form is None:
        return None
    kind, content, *more = form
    if kind == "zone":
        return zoneinfo.ZoneInfo(content)
    return _offset(content, *more) if kind == "offset" else decode(content)


def _moment_of(kind):
    def read(parts, decode):
        text, fold, zone = parts
        return kind.fromisoformat(text).replace(fold=int(fold), tzinfo=_zone_of(zone, decode))

    return read


def _proxy(form, decode):
    return types.MappingProxyType(decode(form))


READERS = {
    "i": _made(_integer),
    "t": _decoded(tuple),
    "fs": _decoded(frozenset),
    "b": _made(_from64),
    "view": _made(lambda text: memoryview(_from64(text))),
    "c": lambda parts, _: complex(*map(float, parts)),
    "r": _decoded(lambda parts: range(*parts)),
    "slice": _decoded(lambda parts: slice(*parts)),
    "proxy": _proxy,
    "keys": _decoded(lambda keys: dict.fromkeys(keys).keys()),
    "values": _decoded(lambda items: dict(enumerate(items)).values()),
    "items": _decoded(lambda pairs: dict(pairs).items()),
    "decimal": _made(decimal.Decimal),
    "fraction": _decoded(lambda parts: fractions.Fraction(*parts)),
    "datetime": _moment_of(datetime.datetime),
    "time": _moment_of(datetime.time),
    "date": _made(datetime.date.fromisoformat),
    "timedelta": lambda parts, _: datetime.timedelta(*map(int, parts)),
    "timezone": lambda parts, _: _offset(*parts),
    "zone": _made(zoneinfo.ZoneInfo),
    "uuid": _made(lambda text: uuid.UUID(hex=text)),
    "purepath": _made(pathlib.PurePosixPath),
    "path": _made(pathlib.PosixPath),
    "windowspath": _made(pathlib.PureWindowsPath),
    "pattern": lambda parts, decode: re.compile(decode(parts[0]), parts[1]),
    "flags": _made(re.RegexFlag),
    "...": lambda _, __: ...,
    "NotImplemented": lambda _, __: NotImplemented,
}
READERS.update({kind.__name__: _made(kind) for kind in (
    ipaddress.IPv4Address, ipaddress.IPv6Address, ipaddress.IPv4Network, ipaddress.IPv6Network, ipaddress.IPv4Interface, ipaddress.IPv6Interface)})
