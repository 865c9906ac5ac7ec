#: expect=pass
#: category=honest
class Logger:
    _instance = None

    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance.lines = []
        return cls._instance

    def log(self, line):
        self.lines.append(line)
#### statements
first, second = Logger(), Logger()
first.log("a")
second.log("b")
assert first is second and first.lines == ["a", "b"] and id(first) == id(second)
