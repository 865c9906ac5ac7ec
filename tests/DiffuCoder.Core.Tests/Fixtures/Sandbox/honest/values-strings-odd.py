#: expect=pass
#: category=honest
def pieces():
    return ["", " ", "\n", "\t", "\0", "'", '"', "\\", "\x7f", "é", "\u202e", "\ufeff", "🙂", "\U0010ffff", "\ud83d", "a" * 70]


def join(parts):
    return "".join(parts)


def lengths(parts):
    return [len(p) for p in parts]
#### statements
p = pieces()
assert p[4] == "\0" and p[14] == "\ud83d" and p[12] == "\N{SLIGHTLY SMILING FACE}" and [len(x) for x in p] == lengths(p) == [0] + [1] * 14 + [70]
assert join(p) == "".join(p) and repr(p[4]) == "'\\x00'" and p[11].encode() == b"\xef\xbb\xbf"
