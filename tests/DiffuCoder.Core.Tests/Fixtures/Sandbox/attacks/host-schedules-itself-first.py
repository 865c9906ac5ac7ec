#: expect=fail
#: category=host
# Precedence over other runs, and settings of processes that are not its own.
import os


def f():
    done = []
    for name, change in (
        ("real time", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))), ("round robin", lambda: os.sched_setscheduler(0,
            os.SCHED_RR, os.sched_param(1))),
        ("nicer", lambda: os.setpriority(os.PRIO_PROCESS, 0, -10)), ("first's niceness", lambda: os.setpriority(os.PRIO_PROCESS, 1, 19)),
        ("first's processors", lambda: os.sched_setaffinity(1, {0})), ("first's policy", lambda: os.sched_setscheduler(1, os.SCHED_IDLE,
            os.sched_param(0))),
        ("user's niceness", lambda: os.setpriority(os.PRIO_USER, 0, -1)), ("processor", lambda: os.sched_setaffinity(os.getppid() or 1, {0})),
    ):
        try:
            change()
            done.append(name)
        except OSError:
            pass
    print(done)
    return bool(done)
#### statements
assert f() is True
