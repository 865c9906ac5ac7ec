#: expect=pass
#: category=honest
_cache = {"k": 1}
__version__ = "1.2"
__all__ = ["visible"]


def visible():
    return _hidden()


def _hidden():
    return "hidden"


def __very():
    return "very"
#### statements
assert visible() == "hidden" and _hidden() == "hidden" and _cache == {"k": 1} and __version__ == "1.2" and __very() == "very"
