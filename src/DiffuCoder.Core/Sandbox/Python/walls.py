"""What is new for every run: namespaces and mounts, inside those of bubblewrap; and what a child gives up before it runs anything."""
import ctypes
import fcntl
import functools
import os
import re
import socket
import struct

import seccomp

_libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None

_NEW_MOUNTS, _NEW_PROCESSES, _NEW_NETWORK = 0x20000, 0x20000000, 0x40000000
_READ_ONLY, _NO_SETUID, _NO_DEVICES, _NO_EXEC, _REMOUNT, _BIND, _RECURSIVE, _PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
_PR_SET_SECCOMP, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT, _AMBIENT_CLEAR_ALL = 22, 24, 38, 47, 4
_CAPSET = {"x86_64": 126, "aarch64": 91}
_DEVICES = ("null", "zero", "full", "random", "urandom")
FILES = 4096  # more than these in the private folder end the run: empty files cost no bytes of its size


def _check(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _mount(source, target, kind, flags, data=None):
    forms = [None if text is None else text.encode() for text in (source, target, kind, data)]
    _check(_libc.mount(forms[0], forms[1], forms[2], ctypes.c_ulong(flags), forms[3]), f"mounting {target}")


def _prctl(option, *values):
    return _libc.prctl(option, *(ctypes.c_ulong(value) for value in (*values, *[0] * (4 - len(values)))))


def new_space():
    """The next fork of this process is the first one of a new space of processes."""
    _check(_libc.unshare(_NEW_PROCESSES), "a new space of processes")


def back_to(space):
    _check(_libc.setns(space, _NEW_PROCESSES), "back to the space of processes")


class Network:
    """A network of the template's own and its children's, with nothing but a loopback: new again after a run that left a trace in it.

    To make one takes a fifth of a run's time, and few programs use it. Whoever does is counted: packets, attempts, sockets that linger.
    """

    _COUNTERS = ("snmp", "snmp6", "dev", "sockstat")

    def __init__(self):
        self.files = []
        self.renew()

    def renew(self):
        _check(_libc.unshare(_NEW_NETWORK), "a new network")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            fcntl.ioctl(control, 0x8914, struct.pack("16sh14x", b"lo", 0x41))  # SIOCSIFFLAGS, IFF_UP | IFF_RUNNING
        for descriptor in self.files:
            os.close(descriptor)
        names = [f"/proc/self/net/{name}" for name in self._COUNTERS]
        self.files = [os.open(name, os.O_RDONLY | os.O_CLOEXEC) for name in names if os.path.exists(name)]
        self.pristine = self._seen()

    def renew_if_used(self):
        if self._seen() != self.pristine:
            self.renew()

    def _seen(self):
        # what is allocated is counted for the whole machine
        return [re.sub(rb" (alloc|mem) \d+", b"", os.pread(descriptor, 1 << 16, 0)) for descriptor in self.files]


def prepare(config):
    """What the template does once, so that no child need."""
    _check(_libc.unshare(_NEW_MOUNTS), "new mounts")
    _mount(None, "/", None, _RECURSIVE | _PRIVATE)
    for name in _DEVICES:  # their times are shared by all; they stay writable as devices
        _mount(None, f"/dev/{name}", None, _REMOUNT | _BIND | _READ_ONLY | _NO_SETUID | _NO_EXEC)
    number = 0
    while _prctl(_PR_CAPBSET_DROP, number) == 0:
        number += 1
    _filter(config["grouped"])


def build(file_bytes, own_view=True):
    """A private folder, and for programs a view of the own processes alone. Tests, which mean no harm, see those of their sandbox."""
    # no other namespaces: without rights nobody changes a name, and the calls for what lies in a namespace of IPC are refused
    _check(_libc.unshare(_NEW_MOUNTS), "new mounts")
    _mount("tmpfs", "/tmp", "tmpfs", _NO_SETUID | _NO_DEVICES, f"size={file_bytes},nr_inodes={FILES + 64},mode=1777")
    if own_view:  # only processes: the rest tells of the whole machine, and what one candidate does there another could read
        _mount("proc", "/proc", "proc", _NO_SETUID | _NO_DEVICES | _NO_EXEC, "subset=pid")
    os.chdir("/tmp")


@functools.lru_cache
def _filter(grouped):
    """The filter as the kernel takes it: the address of a number and an address (struct sock_fprog). Made once, and kept with what it points to."""
    code = seccomp.program(grouped)
    text = ctypes.create_string_buffer(code, len(code))
    return ctypes.create_string_buffer(struct.pack("H6xP", len(code) // 8, ctypes.addressof(text))), text


def give_up(config):
    """No rights, none to come, and only the system calls that programs need."""
    if not config["walls"]:
        return
    _prctl(_PR_CAP_AMBIENT, _AMBIENT_CLEAR_ALL)
    head, none = struct.pack("=Ii", 0x20080522, 0), bytes(24)  # _LINUX_CAPABILITY_VERSION_3
    _check(_libc.syscall(_CAPSET[os.uname().machine], head, none), "giving up all capabilities")
    _check(_prctl(_PR_SET_NO_NEW_PRIVS, 1), "giving up new rights")
    program, _ = _filter(config["grouped"])
    _check(_prctl(_PR_SET_SECCOMP, 2, ctypes.addressof(program)), "the filter of system calls")


def attempt(config):
    """Builds all of it once. The reason why it cannot be, or nothing."""
    try:
        build(1 << 20)
        give_up(config)
        return ""
    except OSError as error:
        return error.strerror or str(error)
