"""What a forked child does before it runs anything: limits, descriptors, and forgetting the harness."""
import fcntl
import io
import os
import random
import resource
import signal
import sys

import processes

CHANNEL = 3
_HARNESS = ("warden", "channel", "values", "peer", "objects", "candidate", "processes", "child", "checker", "judging", "proxies", "answers")


def _limit(which, value):
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def set_limits(limits):
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, limits["seconds"])
    _limit(resource.RLIMIT_AS, limits["memory"])
    _limit(resource.RLIMIT_FSIZE, limits["files"])
    _limit(resource.RLIMIT_NOFILE, limits["open"])
    if limits["processes"]:
        _limit(resource.RLIMIT_NPROC, limits["processes"])


def take_over(channel, output, limits, config):
    """Descriptor 0 gives nothing, 1 and 2 are the output, 3 is the channel, and there is no other."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    nothing = os.open("/dev/null", os.O_RDONLY)
    channel, output = (fcntl.fcntl(number, fcntl.F_DUPFD, 16) for number in (channel, output))  # out of the way of the numbers below
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(nothing, 0)
    os.dup2(channel, CHANNEL, inheritable=False)
    os.closerange(CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))
    user = config["user"]
    if user:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    if not config["alone"]:
        processes.hide()  # which changing the user may have undone
        processes.die_with_parent()
        limits["processes"] += processes.tasks_of(os.getuid())  # the system counts all of this user's, not the candidate's
    set_limits(limits)
    for name, number in (("stdout", 1), ("stderr", 2)):
        stream = io.TextIOWrapper(io.FileIO(number, "w", closefd=False), "utf-8", "backslashreplace", line_buffering=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.stdin = sys.__stdin__ = open(0, closefd=False)
    sys.argv = ["candidate"]
    random.seed(0)  # forking seeded it anew
    for name in _HARNESS:
        sys.modules.pop(name, None)
