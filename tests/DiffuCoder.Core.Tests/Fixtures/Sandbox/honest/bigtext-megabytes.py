#: expect=pass
#: category=honest
def repeat(text, n):
    return text * n


def count(text, letter):
    return text.count(letter)
#### statements
t = repeat("abcdefghij", 400_000)
assert len(t) == 4_000_000 and t.endswith("hij")
#### statements
assert count("ab" * 1_500_000, "b") == 1_500_000
assert repeat(b"\x00\xff", 1_000_000) == b"\x00\xff" * 1_000_000
