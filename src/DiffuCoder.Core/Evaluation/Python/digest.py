"""A digest of a plain value, equal for values that Python calls equal: for outputs too large to be handed over.

It runs beside the program, which may do to it what it likes: nobody there knows which digest is right.
"""

import hashlib


def _equal_texts(items):
    joined = "\0".join(items)
    # a zero of their own would make two rows alike: then the lengths say where each text ends
    return joined if joined.count("\0") == len(items) - 1 else f"\0{list(map(len, items))}{joined}"


def _equal_integers(items):
    return ",".join(map(hex, items))


def _whole(number):
    return number is True or number is False or isinstance(number, int) or isinstance(number, float) and number.is_integer()


class _Digest:
    def __init__(self):
        self.hash = hashlib.sha256()

    def add(self, tag, text=""):
        self.hash.update(f"{tag}{len(text)}:".encode())
        self.hash.update(text.encode("utf-8", "surrogatepass"))

    def unordered(self, tag, parts):
        self.add(tag, str(len(parts)))
        for part in sorted(parts):
            self.hash.update(part)

    def row(self, tag, items):
        """Rows of texts or of whole numbers go in one piece: item by item, a hundred million of them take minutes."""
        self.add(tag, str(len(items)))
        kinds = set(map(type, items))
        if kinds == {str}:
            self.add("texts", _equal_texts(items))
        elif kinds <= {int, bool, float} and all(map(_whole, items)):
            self.add("integers", _equal_integers(map(int, items)))
        else:
            for item in items:
                self.value(item)

    def value(self, value):
        if value is None:
            self.add("none")
        elif _whole(value):
            self.add("integer", hex(int(value)))  # True and 1.0 equal 1
        elif isinstance(value, float):
            self.add("float", value.hex())
        elif isinstance(value, str):
            self.add("text", value)
        elif isinstance(value, bytes):
            self.add("bytes", value.hex())
        elif isinstance(value, list):
            self.row("list", value)
        elif isinstance(value, tuple):
            self.row("tuple", value)
        elif isinstance(value, (set, frozenset)):
            self.unordered("set", [digest(item) for item in value])
        elif isinstance(value, dict):
            self.unordered("dictionary", [digest(key) + digest(item) for key, item in value.items()])
        else:
            raise TypeError(f"a {type(value).__name__} is no plain value")


def digest(value):
    whole = _Digest()
    whole.value(value)
    return whole.hash.digest()
