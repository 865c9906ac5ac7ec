#: expect=pass
#: category=honest
import threading


def local_values():
    local = threading.local()
    local.x = "main"
    seen = []

    def work():
        seen.append(hasattr(local, "x"))
        local.x = "thread"

    t = threading.Thread(target=work)
    t.start()
    t.join()
    return seen, local.x


def after(delay):
    event = threading.Event()
    timer = threading.Timer(delay, event.set)
    timer.start()
    return event.wait(10)
#### statements
assert local_values() == ([False], "main") and after(0.02) is True
