#: expect=pass
#: category=honest
def run(value):
    return ("run", value)


def main(limits, body):
    return limits + body


def report(outcome, detail=""):
    return outcome, detail


def detail(error):
    return str(error)


class Link:
    def __init__(self, peer):
        self.peer = peer


class Handle(Link):
    pass


scope = {"test": 1}
channel = 3
nonce = "n"
peer = Link(None)
#### statements
assert run(1) == ("run", 1) and main(1, 2) == 3 and report("passed") == ("passed", "") and detail(ValueError("x")) == "x"
assert Handle(peer).peer is peer and scope["test"] == 1 and channel == 3 and nonce == "n"
