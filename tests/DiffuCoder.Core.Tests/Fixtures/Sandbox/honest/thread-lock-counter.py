#: expect=pass
#: category=honest
import threading


class Counter:
    def __init__(self):
        self.value = 0
        self.lock = threading.Lock()

    def add(self, n):
        for _ in range(n):
            with self.lock:
                self.value += 1


def count_with_threads(threads, n):
    counter = Counter()
    workers = [threading.Thread(target=counter.add, args=(n,)) for _ in range(threads)]
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    return counter.value
#### statements
assert count_with_threads(4, 1000) == 4000
#### statements
c = Counter()
c.add(3)
assert c.value == 3 and not c.lock.locked()
