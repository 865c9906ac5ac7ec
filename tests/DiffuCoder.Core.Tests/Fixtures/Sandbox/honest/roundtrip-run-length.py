#: expect=pass
#: category=honest
def encode(text):
    out = []
    for letter in text:
        if out and out[-1][0] == letter:
            out[-1] = (letter, out[-1][1] + 1)
        else:
            out.append((letter, 1))
    return out


def decode(pairs):
    return "".join(letter * n for letter, n in pairs)
#### statements
for text in ("", "a", "aaabbc", "abc" * 50, "🙂🙂x"):
    assert decode(encode(text)) == text
assert encode("aab") == [("a", 2), ("b", 1)]
