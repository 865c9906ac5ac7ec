#: expect=pass
#: category=honest
import os


def through_memory_file(data):
    fd = os.memfd_create("scratch")
    with os.fdopen(fd, "w+b") as file:
        file.write(data)
        file.seek(0)
        return file.read(), os.fstat(fd).st_size


def copy_between_pipes(data):
    r, w = os.pipe2(os.O_CLOEXEC)
    os.write(w, data)
    os.close(w)
    got = os.read(r, 1000)
    os.close(r)
    return got
#### statements
assert through_memory_file(b"abc" * 10) == (b"abc" * 10, 30) and copy_between_pipes(b"xyz") == b"xyz"
