#: expect=pass
#: category=honest
class Tokenizer:
    def __init__(self, text):
        self.text, self.position = text, 0

    def __iter__(self):
        while self.position < len(self.text):
            c = self.text[self.position]
            if c.isspace():
                self.position += 1
            elif c.isdigit():
                start = self.position
                while self.position < len(self.text) and self.text[self.position].isdigit():
                    self.position += 1
                yield "number", int(self.text[start:self.position])
            elif c in "+-*/()":
                self.position += 1
                yield "operator", c
            else:
                raise SyntaxError(f"unexpected {c!r} at {self.position}")
#### statements
assert list(Tokenizer("12 + (3*4)")) == [("number", 12), ("operator", "+"), ("operator", "("), ("number", 3), ("operator", "*"), ("number", 4),
                                         ("operator", ")")]
t = Tokenizer("1 ? 2")
try:
    list(t)
    assert False
except SyntaxError as error:
    assert "unexpected '?' at 2" in str(error)
assert t.position == 2
