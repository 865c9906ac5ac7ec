"""Looks after one child: sees it end, sees what no limit of a single process does, and ends all of it when the host says so."""
import os
import select
import signal
import time

import processes
import walls
from channel import write_frame

_TICK = 0.05
# what the host may say: tell what has been used; anything else is the end
_TELL = b"Q"


class Deaths:
    """A descriptor that can be read when a child has died."""

    def __init__(self):
        self.reader, self.writer = os.pipe()
        for end in (self.reader, self.writer):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.writer, warn_on_full_buffer=False)

    def forget(self):
        try:
            os.read(self.reader, 4096)
        except BlockingIOError:
            pass


class Overseer:
    """`pid` is the child, `first` the first process of its space where that is another."""

    def __init__(self, config, limits, pid, first, status, life):
        self.limits, self.pid, self.first, self.status, self.life = limits, pid, first, status, life
        self.walls, self.watches = config["walls"], config["role"] == "candidate"
        self.over, self.due, self.before = False, time.monotonic() + _TICK, processes.time_of_the_dead()

    def attend(self, deaths):
        """Until the host says stop, or is gone."""
        waiting = select.poll()
        waiting.register(self.life, select.POLLIN)
        waiting.register(deaths.reader, select.POLLIN)
        while True:
            ready = [number for number, _ in waiting.poll(_TICK * 1000 if self.watches and not self.over else None)]
            if deaths.reader in ready:
                deaths.forget()
                self.reap()
            if self.life in ready:
                if os.read(self.life, 1) != _TELL:
                    break
                worked, waited = self.time_used()
                self.tell("U", f"{worked:.6f} {waited:.6f}")
            if self.watches and not self.over and time.monotonic() >= self.due:
                self.watch()
                self.due = time.monotonic() + _TICK
        self.end_all()

    def end_all(self):
        if not self.walls:
            processes.end_all(self.pid)
            return
        # the first process of a space takes the others along, and ends itself only when all of them have been taken in: the child here
        everyone = [pid for pid in (self.pid, self.first) if pid is not None]
        for act, *arguments in ((os.kill, signal.SIGKILL), (os.waitpid, 0)):
            for pid in everyone:
                try:
                    act(pid, *arguments)
                except (ProcessLookupError, ChildProcessError):
                    pass

    def others(self):
        """Those of the run, of all that this process can see."""
        return processes.others({os.getpid(), self.first}) if self.walls else processes.descendants()

    def time_used(self):
        worked, waited = processes.time_used(self.others())
        return worked + processes.time_of_the_dead() - self.before, waited

    def tell(self, kind, text):
        try:
            write_frame(self.status, kind, text.encode())
        except OSError:
            pass  # the host is gone, and so will this be

    def reap(self):
        """Takes in the dead: the child, and where there are no walls whoever it left behind."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self.pid and not self.over:
                code = os.waitstatus_to_exitcode(status)
                self.end_with("X", f"killed by {signal.Signals(-code).name}" if code < 0 else f"exited with code {code}")

    def end_with(self, kind, reason):
        self.over = True
        self.tell(kind, reason)

    def watch(self):
        """All processes together."""
        limits, reason = self.limits, None
        found = self.others()
        count, memory = len(found), processes.memory_used(found, limits["memory"])
        files, size = self.files_used() if self.walls else (0, 0)
        if count > limits["tree"]:
            reason = f"{count} processes; at most {limits['tree']} are allowed"
        elif memory > limits["memory"]:
            reason = f"{memory >> 20} MiB in all its processes; at most {limits['memory'] >> 20} are allowed"
        elif files > walls.FILES or size > limits["files"]:
            reason = f"{files} files of {size} bytes; at most {walls.FILES} of {limits['files']} are allowed"
        elif (worked := self.time_used()[0]) > limits["seconds"]:
            reason = f"{worked:.1f} s of processor in all its processes; at most {limits['seconds']} are allowed"
        if reason is not None:
            self.end_with("L", reason)
            self.end_all()

    def files_used(self):
        """Files and bytes in the private folder, seen through the child."""
        try:
            counts = os.statvfs(f"/proc/{self.pid}/root/tmp")
        except OSError:
            return 0, 0  # it has just ended
        return counts.f_files - counts.f_ffree, (counts.f_blocks - counts.f_bfree) * counts.f_frsize
