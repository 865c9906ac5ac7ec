#: expect=fail
#: category=resource
#: memory=128
#: test_time=3
#: time=8
# Many stacks, each touched to its end.
import threading
import time


def f(n):
    threading.stack_size(64 << 20)
    kept = []
    for _ in range(32):
        kept.append(threading.Thread(target=time.sleep, args=(5,)))
        kept[-1].start()
    return 1
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
