#: expect=pass
#: category=honest
import socket


def send(words):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as a, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as b:
        b.bind(("127.0.0.1", 0))
        b.settimeout(10)
        got = []
        for word in words:
            a.sendto(word, b.getsockname())
            got.append(b.recvfrom(100)[0])
        return got
#### statements
assert send([b"x", b"yz"]) == [b"x", b"yz"]
