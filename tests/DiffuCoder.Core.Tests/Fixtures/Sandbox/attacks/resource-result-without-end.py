#: expect=fail
#: category=resource
#: test_time=1.5
#: time=8
# A value that grows while it is read.
import threading


def f(n):
    class Growing(list):
        pass
    held = Growing([0])
    def grow():
        while True:
            held.append(len(held))
    threading.Thread(target=grow, daemon=True).start()
    return held
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
