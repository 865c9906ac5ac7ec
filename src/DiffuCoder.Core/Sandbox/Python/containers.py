"""Kinds of values that can change: how their content is listed, and how it is put into one of the same kind, that stays the same object."""
import array
import collections
import operator
import types


class Kind:
    """`base`: the type that holds the content. `listed(value)` lists its parts, `fill(value, parts)` puts others in their place, `kept(value)` is a
    shallow copy, that `same(value, copy)` tells from what changed since: parts are compared by identity, so that no code of theirs runs."""

    def __init__(self, tag, base, listed, fill, kept, same, empty=None, plain=False):
        self.tag, self.base, self.listed, self.fill, self.kept, self.same = tag, base, listed, fill, kept, same
        self.empty = empty or (lambda _: base.__new__(base))
        self.plain = plain  # its parts are atoms


def _alike(one, other):
    return len(one) == len(other) and all(map(operator.is_, one, other))


def _items(value):
    return list(list.__iter__(value))


def _same_list(value, kept):
    return list.__len__(value) == len(kept) and all(map(operator.is_, list.__iter__(value), kept))


def _fill_list(value, parts):
    list.__setitem__(value, slice(None), parts)


def _pairs(value):
    parts = []
    for pair in dict.items(value):
        parts += pair
    return parts


def _ordered_pairs(value):
    parts = []
    for pair in collections.OrderedDict.items(value):
        parts += pair
    return parts


def _fill_dict(value, parts):
    dict.clear(value)
    dict.update(value, zip(parts[::2], parts[1::2]))


def _fill_ordered(value, parts):
    ordered = collections.OrderedDict
    ordered.clear(value)
    for key, item in zip(parts[::2], parts[1::2]):
        ordered.__setitem__(value, key, item)


def _fill_set(value, parts):
    set.clear(value)
    set.update(value, parts)


def _bytes(value):
    return [bytearray.hex(value)]


def _fill_bytes(value, parts):
    bytearray.__setitem__(value, slice(None), bytes.fromhex(parts[0]))


def _deque(value):
    return [value.maxlen, *collections.deque.__iter__(value)]


def _fill_deque(value, parts):
    if len(value) != len(parts) - 1 or value.maxlen != parts[0]:
        collections.deque.__init__(value, parts[1:], parts[0])
        return
    for place, part in enumerate(parts[1:]):
        collections.deque.__setitem__(value, place, part)


def _array(value):
    return [value.typecode, array.array.tobytes(value).hex()]


def _fill_array(value, parts):
    del value[:]
    array.array.frombytes(value, bytes.fromhex(parts[1]))


def _factory(value):
    return [value.default_factory, *_pairs(value)]


def _fill_factory(value, parts):
    if parts[0] is not None and not callable(parts[0]):
        raise TypeError("a factory that cannot be called")
    value.default_factory = parts[0]
    _fill_dict(value, parts[1:])


def _same_dict(value, kept):
    return len(value) == len(kept) and all(map(operator.is_, dict.keys(value), kept)) and all(map(operator.is_, dict.values(value), kept.values()))


_kept_dict = dict.copy  # which asks no key for its hash


def _same_namespace(value, kept):
    return _same_dict(vars(value), kept)


def _kept_ordered(value):
    return list(_ordered_pairs(value))


def _new_array(parts):
    if parts[0] not in "bBuhHiIlLqQfd":
        raise TypeError("no array")
    return array.array(parts[0])


_DICT = (_pairs, _fill_dict, _kept_dict, _same_dict)
# a value of a derived class is of the first of these that it derives from
KINDS = [
    Kind("l", list, _items, _fill_list, _items, _same_list),
    Kind("counter", collections.Counter, *_DICT),
    Kind("ordered", collections.OrderedDict, _ordered_pairs, _fill_ordered, _kept_ordered, lambda value, kept: _alike(_ordered_pairs(value), kept)),
    Kind("defaults", collections.defaultdict, _factory, _fill_factory, _kept_dict, _same_dict),
    Kind("d", dict, *_DICT),
    Kind("s", set, lambda value: list(set.__iter__(value)), _fill_set, lambda value: frozenset(set.__iter__(value)),
         lambda value, kept: set.__len__(value) == len(kept) and set.issuperset(value, kept)),
    Kind("ba", bytearray, _bytes, _fill_bytes, lambda value: bytes(value), lambda value, kept: bytes(value) == kept, plain=True),
    Kind("deque", collections.deque, _deque, _fill_deque, _deque, lambda value, kept: _alike(_deque(value), kept)),
    Kind("array", array.array, _array, _fill_array, array.array.tobytes,
         lambda value, kept: array.array.tobytes(value) == kept, _new_array, plain=True),
    Kind("namespace", types.SimpleNamespace, lambda value: _pairs(vars(value)), lambda value, parts: _fill_dict(vars(value), parts),
         lambda value: _kept_dict(vars(value)), _same_namespace),
]
BY_TAG = {kind.tag: kind for kind in KINDS}
BY_TYPE = {kind.base: kind for kind in KINDS}


def kind_of(value):
    """The kind of a value of a derived class, if it has one."""
    return next((kind for kind in KINDS if isinstance(value, kind.base)), None)
