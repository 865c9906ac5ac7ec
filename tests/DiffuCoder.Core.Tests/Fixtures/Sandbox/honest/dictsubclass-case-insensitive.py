#: expect=pass
#: category=honest
class Headers(dict):
    def __init__(self, pairs=()):
        super().__init__()
        for key, value in dict(pairs).items():
            self[key] = value

    def __setitem__(self, key, value):
        super().__setitem__(key.lower(), value)

    def __getitem__(self, key):
        return super().__getitem__(key.lower())

    def __contains__(self, key):
        return super().__contains__(key.lower())
#### statements
h = Headers({"Content-Type": "text"})
h["X-Id"] = "7"
assert h["CONTENT-TYPE"] == "text" and "x-ID" in h and "y" not in h
assert list(h.keys()) == ["content-type", "x-id"] and isinstance(h, dict)
