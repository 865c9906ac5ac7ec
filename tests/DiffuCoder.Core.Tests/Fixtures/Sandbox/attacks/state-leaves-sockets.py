#: expect=pass
#: category=state
# Listeners, an abstract name and connections in TIME_WAIT.
import os
import socket
import time

listener = socket.socket()
listener.bind(("127.0.0.1", 27182))
listener.listen()
for _ in range(5):
    there = socket.create_connection(("127.0.0.1", 27182))
    here, _ = listener.accept()
    there.close()
    here.close()
named = socket.socket(socket.AF_UNIX)
named.bind("\0left-behind")
named.listen()
if os.fork() == 0:
    os.close(3)
    os.setsid()
    time.sleep(600)


def f(n):
    return n * n
#### statements
assert f(12) == 144
