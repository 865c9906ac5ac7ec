#: expect=pass
#: category=honest
def ask():
    try:
        return input("> ")
    except EOFError:
        return "nothing"
#### statements
assert ask() == "nothing"
