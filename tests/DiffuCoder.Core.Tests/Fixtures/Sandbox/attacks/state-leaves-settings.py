#: expect=pass
#: category=state
# Settings of the process and of its session.
import os
import resource
import signal

os.umask(0o777)
os.chdir("/usr")
os.environ["LEFT_BEHIND"] = "1"
os.putenv("LEFT_BEHIND", "1")
os.nice(5)
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1, signal.SIGCHLD):
    signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGUSR2})


def f(n):
    return n * n
#### statements
assert f(12) == 144
