#: expect=pass
#: category=resource
#: test_time=8
#: time=20
# Short processes one after another are an ordinary thing.
import os


def f(n):
    for _ in range(100):
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
    return 1
#### statements
assert f(1) == 1
#### statements
assert f(1) == 1
