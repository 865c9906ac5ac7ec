#: expect=pass
#: category=honest
import time


def nap(seconds):
    start = time.perf_counter()
    time.sleep(seconds)
    return time.perf_counter() - start


class Stopwatch:
    def __enter__(self):
        self.start = time.monotonic()
        return self

    def __exit__(self, *_):
        self.elapsed = time.monotonic() - self.start
#### statements
assert nap(0.2) >= 0.2
#### statements
import time
with Stopwatch() as watch:
    time.sleep(0.1)
assert 0.1 <= watch.elapsed < 20
