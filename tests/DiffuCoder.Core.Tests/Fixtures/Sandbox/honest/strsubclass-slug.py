#: expect=pass
#: category=honest
class Slug(str):
    def __new__(cls, text):
        return super().__new__(cls, "-".join(text.lower().split()))

    @property
    def words(self):
        return self.split("-")
#### statements
s = Slug("Hello Big World")
assert s == "hello-big-world" and s.words == ["hello", "big", "world"] and isinstance(s, str)
assert s.upper() == "HELLO-BIG-WORLD" and len(s) == 15 and s[0] == "h" and s + "!" == "hello-big-world!"
assert {s: 1}["hello-big-world"] == 1 and f"{s:>17}" == "  hello-big-world"
