#: expect=pass
#: category=honest
import os
import selectors


def ready(messages):
    selector, got = selectors.DefaultSelector(), []
    pipes = [os.pipe() for _ in messages]
    for (r, w), message in zip(pipes, messages):
        selector.register(r, selectors.EVENT_READ)
        os.write(w, message)
    while len(got) < len(messages):
        for key, _ in selector.select(timeout=5):
            got.append(os.read(key.fd, 100))
            selector.unregister(key.fd)
    selector.close()
    for r, w in pipes:
        os.close(r)
        os.close(w)
    return sorted(got)
#### statements
assert ready([b"b", b"a"]) == [b"a", b"b"]
