#: expect=pass
#: category=honest
def encode(text):
    return "".join(chr((ord(c) - 97 + 5) % 26 + 97) for c in text)


def decode(text):
    return "".join(chr((ord(c) - 97 - 5) % 26 + 97) for c in text)
#### check decode
def check(candidate):
    from random import Random
    import string
    letters = string.ascii_lowercase
    random = Random(7)
    for _ in range(100):
        text = "".join(random.choice(letters) for _ in range(random.randint(10, 20)))
        assert candidate(encode(text)) == text
