#: expect=any
#: category=host
# A lock on a file that other runs see too is a word to them. Linux gives it to any reader; told here, not judged.
import os


def f():
    import fcntl
    fcntl.flock(os.open(os.__file__, os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)
    return True
#### statements
assert f() is True
