"""The clean process that runs come from. It forks the child of each, looks after it, and ends all of it when the host says so.

It never sees what runs: a child reads its own request from a pipe that this process only hands on, so nothing of one run can be found in the
memory of the next.
"""
import gc
import importlib
import json
import os
import signal
import site
import socket
import sys

import answers
import child
import processes
import walls
from adopter import Adopter
from channel import HEAD, Broken, read_exactly, write_frame
from overseer import Deaths, Overseer

_DESCRIPTORS = 8


def _receive(control):
    """A message of the host's and the descriptors that came with it."""
    head, descriptors, _, _ = socket.recv_fds(control, HEAD.size, _DESCRIPTORS)
    if not head:
        raise Broken("the host went away")
    head += read_exactly(control.fileno(), HEAD.size - len(head))
    length, kind = HEAD.unpack(head)
    return chr(kind), read_exactly(control.fileno(), length), descriptors


def _close(descriptors):
    for descriptor in descriptors:
        os.close(descriptor)


class Template:
    def __init__(self, config, control):
        self.config, self.control, self.deaths = config, control, Deaths()
        self.is_candidate = config["role"] == "candidate"
        self.role = sys.modules[config["role"]]
        self.space = self.network = self.adopter = None

    def prepare(self):
        """Builds what all runs share, and once, for a trial, what is new for each. The reason why it cannot be, or nothing."""
        child.prepare()
        self.role.warm()
        site.setquit()  # the interpreter runs without it, for the sake of its start
        if not self.config["walls"]:
            processes.adopt()
            return ""
        self.space = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        try:
            walls.prepare(self.config)
            if self.is_candidate:
                self.network, self.adopter = walls.Network(), Adopter()
        except OSError as error:
            return error.strerror or str(error)
        return self.trial()

    def trial(self):
        reader, writer = os.pipe()
        walls.new_space()
        pid = self.fork(lambda: os.write(writer, walls.attempt(self.config).encode()))
        walls.back_to(self.space)
        os.close(writer)
        said = b""
        while part := os.read(reader, 4096):
            said += part
        os.close(reader)
        os.waitpid(pid, 0)
        return said.decode()

    def fork(self, work):
        pid = os.fork()
        if pid == 0:
            try:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _close((self.deaths.reader, self.deaths.writer, self.control.detach()))
                work()
                os._exit(0)
            finally:
                os._exit(70)
        return pid

    def serve(self):
        while True:
            kind, payload, descriptors = _receive(self.control)
            if kind == "L":
                answers.load(payload)
            elif kind == "R":
                self.run(json.loads(payload), descriptors)

    def run(self, limits, descriptors):
        """A run from its fork to its end. `descriptors`: request, report, output, status, life, and where there is another side the way to it."""
        of_child, (status, life) = (*descriptors[:3], *descriptors[5:]), descriptors[3:5]
        work = (lambda _, body: answers.main(limits["script"], body)) if "script" in limits else self.role.main
        folder = None if self.config["walls"] else self.folder()

        def start():
            _close((status, life))
            if self.config["walls"]:
                walls.build(limits["files"], self.is_candidate)
            else:
                os.chdir(folder)
            child.run(self.config, limits, of_child, work)

        first = None
        if self.config["walls"]:
            if self.network is not None:
                self.network.renew_if_used()
            walls.new_space()
            if self.is_candidate:  # tests are the first process of their space: nobody there means harm
                first = self.adopter.start()
        pid = self.fork(start)
        if self.config["walls"]:
            walls.back_to(self.space)
        _close(of_child)
        Overseer(self.config, limits, pid, first, status, life).attend(self.deaths)
        if folder is not None:
            import shutil

            shutil.rmtree(folder, ignore_errors=True)
        _close((status, life))  # says that nothing is left

    def folder(self):
        """Where a run may write that has no walls."""
        import tempfile  # not before: every child would carry it

        folder = tempfile.mkdtemp(prefix="diffucoder-")
        if self.config["user"]:
            os.chown(folder, self.config["user"], self.config["user"])
        return folder


def start(config):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in config["preload"]:
        importlib.import_module(name)
    processes.hide()
    control = socket.socket(fileno=os.dup(0))
    nothing = os.open("/dev/null", os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    os.close(nothing)
    os.environ.pop("PYTHONHASHSEED", None)
    template = Template(config, control)
    try:
        failure = template.prepare()
        if failure:
            write_frame(control.fileno(), "F", failure.encode())
            os._exit(1)
        write_frame(control.fileno(), "H", sys.version.split()[0].encode())
        gc.collect()
        gc.freeze()
        template.serve()
    except (Broken, BrokenPipeError, ConnectionError):
        os._exit(0)  # the host went away
