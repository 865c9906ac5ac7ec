#: expect=pass
#: category=honest
import fcntl
import tempfile


def lock_twice():
    with tempfile.NamedTemporaryFile() as file, open(file.name) as other:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return "held"
        return "free"
#### statements
assert lock_twice() == "held"
