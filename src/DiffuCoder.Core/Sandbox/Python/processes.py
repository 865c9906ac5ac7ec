"""What a candidate started, and how all of it is ended."""
import ctypes
import os
import signal
import sys
import time

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 1, 4, 36
_PAGE = os.sysconf("SC_PAGE_SIZE")


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


def _descendants():
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


def end_all(child, alone):
    """Kills everything but this process. Alone in its namespace the kernel does that at one stroke, whatever is being forked meanwhile."""
    if alone:
        while True:
            try:
                os.kill(-1, signal.SIGKILL)
            except ProcessLookupError:
                pass
            if _reap(0):
                return
    # stopped first, so that nobody forks while the others are killed
    for _ in range(200):
        if child is not None:
            for number in (signal.SIGSTOP, signal.SIGKILL):
                try:
                    os.killpg(child, number)
                except (ProcessLookupError, PermissionError):
                    pass
        if sys.platform == "linux":
            found = _descendants()
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


def usage():
    """Processes in this namespace besides this one, and their resident bytes together."""
    count = memory = 0
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) != os.getpid():
            try:
                with open(f"/proc/{name}/statm", "rb") as statm:
                    fields = statm.read().split()
            except OSError:
                continue
            count += 1
            memory += (int(fields[1]) - int(fields[2])) * _PAGE  # without what is shared with the warden's own files
    return count, memory
