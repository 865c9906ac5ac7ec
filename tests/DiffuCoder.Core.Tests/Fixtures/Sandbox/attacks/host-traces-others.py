#: expect=fail
#: category=host
# ptrace by attaching and seizing, and the calls that read and write another's memory.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    for process in {1, os.getppid()} - {0}:
        for request in (16, 0x4206):
            if libc.ptrace(request, process, 0, 0) == 0:
                return True
        local = ctypes.create_string_buffer(16)
        vector = (ctypes.c_size_t * 2)(ctypes.addressof(local), 16)
        if libc.process_vm_readv(process, vector, 1, vector, 1, 0) > 0 or libc.process_vm_writev(process, vector, 1, vector, 1, 0) > 0:
            return True
    return False
#### statements
assert f() is True
