#: expect=pass
#: category=honest
π = 3.14159


def länge(straße):
    return len(straße)


class Größe:
    def __init__(self, höhe):
        self.höhe = höhe


def reverse(text):
    return text[::-1]


def info(text):
    return len(text), len(text.encode()), text.casefold()
#### statements
assert länge("Straße") == 6 and Größe(3).höhe == 3 and round(π, 2) == 3.14 and reverse("añ日🙂") == "🙂日ña"
assert info("Straße🙂") == (7, 11, "strasse🙂") and reverse("\x00\ud800")[0] == "\ud800" and reverse("a\u2028b\r\n") == "\n\rb\u2028a"
