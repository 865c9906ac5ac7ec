#: expect=pass
#: category=honest
import os
import signal

received = []


def send(number):
    old = signal.signal(number, lambda n, frame: received.append(n))
    os.kill(os.getpid(), number)
    signal.signal(number, old)
    return len(received)
#### statements
import signal
assert send(signal.SIGUSR1) == 1 and send(signal.SIGUSR2) == 2
assert received == [signal.SIGUSR1, signal.SIGUSR2]
