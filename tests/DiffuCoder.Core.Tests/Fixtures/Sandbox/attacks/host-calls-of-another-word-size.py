#: expect=fail
#: category=host
# Calls of 32 bits have other numbers, which a filter of 64 bits does not know: here getpid of i386.
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def f():
    import mmap
    if os.uname().machine != "x86_64":
        return False
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
    return call() == os.getpid()
#### statements
assert f() is True
