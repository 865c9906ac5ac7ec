"""What a forked child does before it runs anything: limits, descriptors, and forgetting the harness."""
import fcntl
import io
import os
import random
import resource
import signal
import sys

import processes
import walls
from channel import read_frame

# what a child has beside 0, 1 and 2: the way to the other side; to the host, from the tests' side alone
PEER, REPORT = 3, 4
_REQUEST, _HIGH = 5, 16


def _limit(which, value, slack=0):
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard - slack)
    resource.setrlimit(which, (value, value + slack))


def prepare():
    """What the template does once, so that no child need: streams on the descriptors that a child will have."""
    for name, number in (("stdout", 1), ("stderr", 2)):
        stream = io.TextIOWrapper(io.FileIO(number, "w", closefd=False), "utf-8", "backslashreplace", line_buffering=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.stdin = sys.__stdin__ = open(0, closefd=False)
    sys.argv = ["candidate"]


def set_limits(limits):
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, limits["seconds"], slack=1)  # so that its own signal speaks, which nobody outside sends
    _limit(resource.RLIMIT_AS, limits["memory"])
    _limit(resource.RLIMIT_FSIZE, limits["files"])
    _limit(resource.RLIMIT_NOFILE, limits["open"])
    if limits["processes"]:
        _limit(resource.RLIMIT_NPROC, limits["processes"])


def _take_over(config, descriptors):
    """Descriptor 0 gives nothing, 1 and 2 are the output, then come those of the harness, and there is no other."""
    taken = (*descriptors, os.open("/dev/null", os.O_RDONLY))
    request, report, output, *peer, nothing = (fcntl.fcntl(number, fcntl.F_DUPFD, _HIGH) for number in taken)  # out of the way of the numbers below
    os.closerange(PEER, _REQUEST)
    places = [(nothing, 0), (output, 1), (output, 2), (request, _REQUEST)] + [(number, PEER) for number in peer]
    if config["role"] == "checker":
        places.append((report, REPORT))
    for number, place in places:
        os.dup2(number, place, inheritable=place <= 2)
    os.closerange(_REQUEST + 1, os.sysconf("SC_OPEN_MAX"))


def run(config, limits, descriptors, work):
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    _take_over(config, descriptors)
    user = config["user"]
    if user:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    if not config["walls"]:
        processes.hide()  # which changing the user may have undone
        processes.die_with_parent()
        limits["processes"] += processes.tasks_of(os.getuid())  # the system counts all of this user's, not the candidate's
    walls.give_up(config)
    set_limits(limits)
    random.seed(0)  # forking seeded it anew
    _, body = read_frame(_REQUEST)
    os.close(_REQUEST)
    hidden = [sys.modules.pop(name, None) for name in config["harness"]]  # kept: freeing them would take longer than all of this
    work(limits, body)
    del hidden
