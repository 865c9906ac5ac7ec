"""The first process of a run's space: orphans come to it, the kernel takes them in when they die, and with it all end.

It does nothing, so it needs no memory of its own: it shares the template's (clone(2), CLONE_VM), which spares the copy that a fork makes.
"""
import ctypes
import mmap
import os
import signal

_libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
_SHARES_MEMORY, _STACK = 0x100, 1 << 16


class Adopter:
    def __init__(self):
        self.stack = mmap.mmap(-1, _STACK)
        top = ctypes.addressof(ctypes.c_char.from_buffer(self.stack)) + _STACK
        self.arguments = ctypes.cast(_libc.pause, ctypes.c_void_p), ctypes.c_void_p(top), _SHARES_MEMORY | signal.SIGCHLD, None

    def start(self):
        """Its number. The caller has asked for a new space of processes, and none of its children is running."""
        handler = signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # inherited: so the kernel takes in its dead
        try:
            pid = _libc.clone(*self.arguments)
        finally:
            signal.signal(signal.SIGCHLD, handler)
        if pid < 0:
            number = ctypes.get_errno()
            raise OSError(number, f"the first process of a run: {os.strerror(number)}")
        return pid
