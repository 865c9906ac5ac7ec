#: expect=fail
#: category=resource
#: processes=16
#: test_time=3
#: time=8
# As many living processes as may be had: more than the limit would be a hole.
import os
import time


def f(n):
    made = []
    for _ in range(48):
        try:
            child = os.fork()
        except OSError:
            break
        if child == 0:
            os.close(3)
            time.sleep(3)
            os._exit(0)
        made.append(child)
    return 1 if len(made) > 40 else 0
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
