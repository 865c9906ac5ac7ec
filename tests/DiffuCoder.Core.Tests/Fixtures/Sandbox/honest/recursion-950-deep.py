#: expect=pass
#: category=honest
def depth(n):
    if n == 0:
        return 0
    return 1 + depth(n - 1)


def reverse(text):
    return text if len(text) < 2 else reverse(text[1:]) + text[0]
#### statements
assert depth(950) == 950
assert reverse("ab" * 400) == "ba" * 400
