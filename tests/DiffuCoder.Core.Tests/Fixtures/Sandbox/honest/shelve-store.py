#: expect=pass
#: category=honest
import os
import shelve
import tempfile


def remember(pairs):
    path = os.path.join(tempfile.mkdtemp(), "shelf")
    with shelve.open(path) as shelf:
        shelf.update(pairs)
    with shelve.open(path, writeback=True) as shelf:
        shelf["list"].append(3)
    with shelve.open(path) as shelf:
        return dict(shelf)
#### statements
assert remember({"list": [1, 2], "text": "x"}) == {"list": [1, 2, 3], "text": "x"}
