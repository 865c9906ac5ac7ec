#: expect=pass
#: category=host
# Handlers, alarms and signals between its own processes.
import os
import signal
import time


def f():
    seen = []
    signal.signal(signal.SIGUSR1, lambda *_: seen.append("user"))
    child = os.fork()
    if child == 0:
        os.kill(os.getppid(), signal.SIGUSR1)
        time.sleep(30)
    while not seen:
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    return seen, os.WTERMSIG(os.waitpid(child, 0)[1])
#### statements
assert f() == (['user'], 9)
