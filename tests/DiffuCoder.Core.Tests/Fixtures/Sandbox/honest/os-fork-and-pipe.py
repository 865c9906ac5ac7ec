#: expect=pass
#: category=honest
import os


def in_child(function, *args):
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        os.write(writer, repr(function(*args)).encode())
        os._exit(7)
    os.close(writer)
    with os.fdopen(reader) as file:
        text = file.read()
    _, status = os.waitpid(pid, 0)
    return text, os.waitstatus_to_exitcode(status)


def square(n):
    return n * n
#### statements
assert in_child(square, 12) == ("144", 7)
