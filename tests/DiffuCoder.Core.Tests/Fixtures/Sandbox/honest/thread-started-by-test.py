#: expect=pass
#: category=honest
import threading


class Box:
    def __init__(self):
        self._items = []
        self._ready = threading.Condition()

    def put(self, item):
        with self._ready:
            self._items.append(item)
            self._ready.notify()

    def size(self):
        with self._ready:
            return len(self._items)
#### statements
import threading
box = Box()
threads = [threading.Thread(target=box.put, args=(n,)) for n in range(5)]
for t in threads:
    t.start()
for t in threads:
    t.join()
assert box.size() == 5
