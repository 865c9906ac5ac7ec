#: expect=pass
#: category=honest
class Config:
    debug = False
    level = 1


def mode():
    return ("debug" if Config.debug else "release"), Config.level
#### statements
assert mode() == ("release", 1)
Config.debug = True
Config.level += 4
assert mode() == ("debug", 5)
Config.debug = False
assert mode()[0] == "release"
