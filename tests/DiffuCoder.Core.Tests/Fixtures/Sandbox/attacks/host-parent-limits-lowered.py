#: expect=fail
#: category=host
# prlimit on other processes.
import os


def f():
    import resource
    done = 0
    for process in {1, os.getppid()} - {0, os.getpid()}:
        try:
            resource.prlimit(process, resource.RLIMIT_NOFILE, (3, 3))
            done += 1
        except OSError:
            pass
    return done > 0
#### statements
assert f() is True
