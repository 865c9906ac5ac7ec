"""The first process of a sandbox: forks a child for each run, hands frames on between it and the host, and ends all of it.

It judges nothing and understands nothing of what it hands on. A child may send one frame for each that it is sent.
"""
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
import time

import child
import processes
from channel import HEAD, Broken, frame, read_frame, write_frame

HOST_IN, HOST_OUT = 0, 1
_TICK = 0.05
_FILES = 4096  # more than these in the private folder end the run: empty files cost no bytes of its size


class Run:
    """One child, from fork to end."""

    def __init__(self, limits, work, config):
        self.limits, self.config = limits, config
        near, far = socket.socketpair()
        self.output_end, writer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                signal.set_wakeup_fd(-1)
                child.take_over(far.fileno(), writer, limits, config)
                work()
            finally:
                os._exit(70)
        far.close()
        os.close(writer)
        near.setblocking(False)
        self.channel = near
        self.exit = os.pidfd_open(self.pid) if hasattr(os, "pidfd_open") else None
        self.coming, self.going = bytearray(), bytearray()
        self.credit, self.output, self.over, self.open = 1, bytearray(), None, True
        self.due = time.monotonic() + _TICK

    def attend(self):
        """Until the host says stop."""
        while True:
            reading = [HOST_IN]
            if self.output_end is not None:
                reading.append(self.output_end)
            if self.over is None:
                if self.credit and self.open:
                    reading.append(self.channel)
                if self.exit is not None:
                    reading.append(self.exit)
            writing = [self.channel] if self.going and self.over is None else []
            ready, writable, _ = select.select(reading, writing, [], _TICK if self.over is None else None)
            if self.output_end in ready:
                self.read_output()
            if writable:
                self.send()
            if self.channel in ready:
                self.receive()
            if HOST_IN in ready:
                kind, payload = read_frame(HOST_IN)
                if kind == "K":
                    return
                if kind == "M" and self.over is None:
                    self.going += frame("M", payload)
                    self.credit += 1
                    self.send()
                    self.hand_on()
            if self.over is None:
                self.see_exit(self.exit is None or self.exit in ready)
            if self.over is None and self.config["alone"] and time.monotonic() > self.due:
                self.watch()

    def end_with(self, reason):
        self.over = reason
        write_frame(HOST_OUT, "D", reason.encode())

    def send(self):
        try:
            while self.going and self.over is None:
                del self.going[: self.channel.send(self.going[: 1 << 18])]
        except BlockingIOError:
            pass
        except OSError:
            self.going.clear()

    def receive(self):
        try:
            part = self.channel.recv(1 << 20)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        self.coming += part
        self.hand_on()
        if not part:
            self.open = False
            if self.exit is None or not select.select([self.exit], [], [], 0.2)[0]:
                self.end_with("it closed its channel")

    def hand_on(self):
        """Hands on the frames of the child's that are whole, as long as it may send one."""
        while self.over is None and len(self.coming) >= HEAD.size:
            length, kind = HEAD.unpack_from(self.coming)
            kind = chr(kind)
            if length > self.limits["value"] or kind not in self.config["kinds"]:
                self.end_with(f"it sent {length} bytes of kind {kind!r}; a value may take {self.limits['value']} bytes")
            elif len(self.coming) < HEAD.size + length or not self.credit:
                return
            else:
                if kind not in "BV":  # what the tests' process reports needs no answer
                    self.credit -= 1
                write_frame(HOST_OUT, kind, bytes(self.coming[HEAD.size: HEAD.size + length]))
                del self.coming[: HEAD.size + length]

    def read_output(self):
        part = os.read(self.output_end, 1 << 16)
        if part:
            self.output += part[: self.limits["output"] - len(self.output)]
        else:
            os.close(self.output_end)
            self.output_end = None

    def see_exit(self, perhaps):
        pid, status = os.waitpid(self.pid, os.WNOHANG) if perhaps else (0, 0)
        if pid:
            while self.credit and self.open and self.over is None and select.select([self.channel], [], [], 0)[0]:
                self.receive()
            if self.over is None:
                code = os.waitstatus_to_exitcode(status)
                self.end_with(f"killed by {signal.Signals(-code).name}" if code < 0 else f"exited with code {code}")

    def watch(self):
        """Sees what no limit of a single process does: all of them together."""
        count, memory = processes.usage()
        files, size = _used()
        if count > self.limits["tree"]:
            self.end_with(f"{count} processes; at most {self.limits['tree']} are allowed")
        elif memory > self.limits["memory"]:
            self.end_with(f"{memory >> 20} MiB in all its processes; at most {self.limits['memory'] >> 20} are allowed")
        elif files > _FILES or size > self.limits["files"]:
            self.end_with(f"{files} files of {size} bytes; at most {_FILES} of {self.limits['files']} are allowed")
        if self.over is not None:
            processes.end_all(self.pid, True)
        self.due = time.monotonic() + _TICK

    def close(self):
        processes.end_all(self.pid, self.config["alone"])
        if self.output_end is not None:
            os.set_blocking(self.output_end, False)
            try:
                while self.output_end is not None:
                    self.read_output()
            except BlockingIOError:
                os.close(self.output_end)
        self.channel.close()
        if self.exit is not None:
            os.close(self.exit)


def _used():
    counts = os.statvfs("/tmp")
    return counts.f_files - counts.f_ffree, (counts.f_blocks - counts.f_bfree) * counts.f_frsize


def _emptied(folder):
    """Whether the private folder could be emptied at once; what is odder than some files is not worth the trouble, the sandbox is replaced."""
    try:
        with os.scandir(folder) as entries:
            left = list(entries)
        for entry in left[:64]:
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            else:
                os.unlink(entry.path)
        return len(left) <= 64
    except (OSError, RecursionError):
        return False


class Warden:
    def __init__(self, config):
        self.config = config
        self.main = sys.modules[config["role"]].main

    def serve(self):
        write_frame(HOST_OUT, "H", json.dumps({"python": sys.version.split()[0]}).encode())
        while True:
            kind, payload = read_frame(HOST_IN)
            if kind not in "RA":
                continue
            head, body = payload.split(b"\n", 1)
            limits = json.loads(head)
            folder = self.folder()
            run = Run(limits, self.prepare(kind, limits, body), self.config)
            del payload, body
            try:
                run.attend()
            finally:
                run.close()
                clean = _emptied(folder)
                if not self.config["alone"]:
                    os.chdir("/")
                    shutil.rmtree(folder, ignore_errors=True)
            write_frame(HOST_OUT, "E", (b"\1" if clean else b"\0") + bytes(run.output))

    def folder(self):
        """Where a run may write: the sandbox's own, or for want of a sandbox a new one."""
        if self.config["alone"]:
            os.chdir("/tmp")
            return "/tmp"
        folder = tempfile.mkdtemp(prefix="diffucoder-")
        if self.config["user"]:
            os.chown(folder, self.config["user"], self.config["user"])
        os.chdir(folder)
        return folder

    def prepare(self, kind, limits, body):
        """What the child does."""
        return sys.modules["answers"].prepare(body) if kind == "A" else lambda: self.main(limits, body)


def start(config):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in config["preload"]:
        importlib.import_module(name)
    processes.hide()
    processes.adopt()
    nothing = os.open("/dev/null", os.O_WRONLY)
    os.dup2(nothing, 2)
    os.close(nothing)
    warden = Warden(config)
    os.environ.pop("PYTHONHASHSEED", None)
    gc.collect()
    gc.freeze()
    try:
        warden.serve()
    except (Broken, BrokenPipeError):
        os._exit(0)  # the host went away
