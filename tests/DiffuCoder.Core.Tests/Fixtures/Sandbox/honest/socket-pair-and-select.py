#: expect=pass
#: category=honest
import select
import socket


def talk(words):
    a, b = socket.socketpair()
    got = []
    with a, b:
        for word in words:
            a.send(word.encode())
            ready, _, _ = select.select([b], [], [], 5)
            got.append(ready[0].recv(100).decode())
    return got
#### statements
assert talk(["one", "two"]) == ["one", "two"]
