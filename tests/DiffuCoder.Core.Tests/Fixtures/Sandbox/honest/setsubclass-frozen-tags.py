#: expect=pass
#: category=honest
class Tags(set):
    def add(self, tag):
        super().add(tag.strip().lower())

    def text(self):
        return " ".join(sorted(self))
#### statements
t = Tags()
for tag in (" A", "b ", "a"):
    t.add(tag)
assert t == {"a", "b"} and t.text() == "a b" and "a" in t and len(t) == 2
t.discard("a")
assert t == {"b"} and t | {"c"} == {"b", "c"} and t <= {"b", "z"} and isinstance(t, set)
