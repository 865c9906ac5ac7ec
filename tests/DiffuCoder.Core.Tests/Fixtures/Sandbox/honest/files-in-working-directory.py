#: expect=pass
#: category=honest
import os


def save(name, lines):
    with open(name, "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)


def load(name):
    with open(name, encoding="utf-8") as file:
        return [line.rstrip("\n") for line in file]


def tidy(name):
    os.remove(name)
    return os.path.exists(name)
#### statements
save("notes.txt", ["eins", "zwö", ""])
assert load("notes.txt") == ["eins", "zwö", ""]
#### statements
assert tidy("notes.txt") is False
try:
    load("notes.txt")
    assert False
except FileNotFoundError as error:
    assert error.filename == "notes.txt"
