#: expect=pass
#: category=honest
class Command:
    commands = {}

    def __init_subclass__(cls, /, word, **kwargs):
        super().__init_subclass__(**kwargs)
        Command.commands[word] = cls

    def __init__(self, *args):
        self.args = args


class Add(Command, word="add"):
    def run(self):
        return sum(self.args)


class Join(Command, word="join"):
    def run(self):
        return "".join(self.args)


def execute(word, *args):
    return Command.commands[word](*args).run()
#### statements
assert execute("add", 1, 2, 3) == 6 and execute("join", "a", "b") == "ab"
assert set(Command.commands) == {"add", "join"}
