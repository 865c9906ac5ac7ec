#: expect=pass
#: category=state
# The settings of a process are the first ones.
import os
import resource
import signal


def f():
    mask = os.umask(0o22)
    ignored = [int(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1,
        signal.SIGCHLD) if signal.getsignal(number) == signal.SIG_IGN]
    return (mask, os.getcwd(), os.environ.get("LEFT_BEHIND"), os.nice(0), os.sched_getscheduler(0), ignored,
        sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
            resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 40)
#### statements
assert f() == (0o22, "/tmp", None, 0, 0, [], [], True)
