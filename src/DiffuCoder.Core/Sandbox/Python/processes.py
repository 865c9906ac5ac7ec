"""What a candidate started, and how all of it is ended."""
import ctypes
import os
import signal
import sys
import time

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 1, 4, 36
_PAGE, _TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


def _prctl(option, value):
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def hide():
    """No other process of this user may read the memory or the descriptors of this one, or trace it. Forks inherit it."""
    _prctl(_PR_SET_DUMPABLE, 0)


def adopt():
    """Orphans come to this process, as they do to the first of a namespace."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent():
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def descendants():
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as stat:
                    parents[int(name)] = int(stat.read().rsplit(b")", 1)[1].split()[1])
            except (OSError, IndexError):
                pass
    found, before = {os.getpid()}, 0
    while len(found) != before:
        before = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found - {os.getpid()}


def _reap(flags):
    """Takes in the dead; true when no child is left."""
    while True:
        try:
            if os.waitpid(-1, flags)[0] == 0:
                return False
        except ChildProcessError:
            return True


def end_all(child):
    """Kills everything that this process has started, where there are no walls: with them the kernel does it at one stroke."""
    # stopped first, so that nobody forks while the others are killed
    for _ in range(200):
        for number in (signal.SIGSTOP, signal.SIGKILL):
            try:
                os.killpg(child, number)
            except (ProcessLookupError, PermissionError):
                pass
        if sys.platform == "linux":
            found = descendants()
            for number in (signal.SIGSTOP, signal.SIGKILL):
                for process in found:
                    try:
                        os.kill(process, number)
                    except (ProcessLookupError, PermissionError):
                        pass
        if _reap(os.WNOHANG):
            return
        time.sleep(0.002)


def tasks_of(user):
    """How many processes and threads a user has."""
    count = 0
    for name in os.listdir("/proc") if sys.platform == "linux" else ():
        try:
            with open(f"/proc/{name}/status") as status:
                fields = dict(line.split(":", 1) for line in status)
            count += int(fields["Threads"]) if int(fields["Uid"].split()[0]) == user else 0
        except (OSError, KeyError, ValueError):
            pass
    return count


def others(known):
    """Processes of this space besides some."""
    return {int(name) for name in os.listdir("/proc") if name.isdigit()} - known


def _resident(process):
    """Bytes of a process, with all of what it shares."""
    with open(f"/proc/{process}/statm", "rb") as statm:
        return int(statm.read().split()[1]) * _PAGE


def _proportional(process):
    """Bytes of a process that no file has, with its part of what it shares: of all processes together they are what is in memory."""
    with open(f"/proc/{process}/smaps_rollup", "rb") as rollup:
        return sum(int(line.split()[1]) << 10 for line in rollup if line.startswith((b"Pss_Anon:", b"Pss_Shmem:")))


def _sum(bytes_of, found):
    total = 0
    for process in found:
        try:
            total += bytes_of(process)
        except OSError:
            pass  # it has just ended
    return total


def memory_used(found, limit):
    """Bytes of some processes together. What they share is told apart, which takes longer, only where it matters."""
    memory = _sum(_resident, found)
    return _sum(_proportional, found) if memory > limit else memory


def time_of_the_dead():
    """Seconds of processor of all children that were taken in."""
    times = os.times()
    return times.children_user + times.children_system


def time_used(found):
    """Seconds of processor of some processes and of their own dead, and the longest that one of their threads waited for a processor."""
    worked, waited = 0.0, 0.0
    for process in found:
        try:
            with open(f"/proc/{process}/stat", "rb") as stat:
                worked += sum(map(int, stat.read().rsplit(b")", 1)[1].split()[11:15])) / _TICKS
            for task in os.listdir(f"/proc/{process}/task"):
                with open(f"/proc/{process}/task/{task}/schedstat", "rb") as schedule:
                    waited = max(waited, int(schedule.read().split()[1]) / 1e9)
        except (OSError, IndexError):
            continue
    return worked, waited
