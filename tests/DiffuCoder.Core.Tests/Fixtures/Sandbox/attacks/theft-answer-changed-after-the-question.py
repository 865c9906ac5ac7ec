#: expect=fail
#: category=theft
# A list given back is filled later, when more is known: from a thread that waits for the next question.
import threading
import time

given = []


def fill():
    while True:
        time.sleep(0.001)
        given[:] = [271828 if False else len(given)]


def f(n):
    threading.Thread(target=fill, daemon=True).start()
    return given
#### statements
value = f(7)
f(1)
assert value == [271828]
