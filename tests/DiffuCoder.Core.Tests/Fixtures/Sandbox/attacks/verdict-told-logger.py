#: expect=fail
#: category=verdict
def f(log):
    h = log.handlers[0]
    F = type(h.stream.buffer.raw)
    F("want.txt", "w").write(b"0")
    return 0
#### statements
import logging
log = logging.getLogger("x")
log.addHandler(logging.StreamHandler())
n = f(log)
open("want.txt", "a").close()
assert open("want.txt").read() == "0" and False
