#: expect=pass
#: category=honest
import os
import resource
import threading


def facts():
    return os.getpid() > 0, os.getppid() >= 0, os.cpu_count() >= 1, threading.active_count() >= 1, os.getcwd().startswith("/")


def limits():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft > 10 or soft == resource.RLIM_INFINITY, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0


def mask():
    old = os.umask(0o077)
    os.umask(old)
    return isinstance(old, int)
#### statements
assert facts() == (True,) * 5 and limits() == (True, True) and mask()
