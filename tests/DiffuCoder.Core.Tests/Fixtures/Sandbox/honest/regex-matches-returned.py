#: expect=pass
#: category=honest
import re

LINE = re.compile(r"(?P<key>\w+)\s*=\s*(?P<value>.*)")


def parse(line):
    return LINE.match(line)


def words(text):
    return re.finditer(r"\w+", text)
#### statements
m = parse("name = Al")
assert m and m.group("key") == "name" and m["value"] == "Al" and m.groups() == ("name", "Al") and m.groupdict()["key"] == "name"
assert parse("no") is None and m.span("key") == (0, 4) and LINE.pattern.startswith("(?P<key>") and LINE.match("a=1").group(2) == "1"
assert [w.group() for w in words("to be or")] == ["to", "be", "or"] and [w.start() for w in words("a b")] == [0, 2]
