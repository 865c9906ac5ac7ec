#: expect=pass
#: category=honest
import atexit
import weakref

left = []
atexit.register(left.append, "bye")


class Resource:
    def __init__(self, log):
        self._finalizer = weakref.finalize(self, log.append, "freed")

    def close(self):
        self._finalizer()


def use():
    log = []
    r = Resource(log)
    r.close()
    r.close()
    return log
#### statements
assert use() == ["freed"] and left == []
