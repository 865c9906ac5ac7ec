#: expect=pass
#: category=honest
import mmap
import os
import tempfile


def shared():
    with tempfile.TemporaryFile() as file:
        file.write(b"hello world")
        file.flush()
        with mmap.mmap(file.fileno(), 0) as m:
            m[:5] = b"HELLO"
            place = m.find(b"world")
        file.seek(0)
        return file.read(), place


def anonymous():
    with mmap.mmap(-1, 4096) as m:
        m.write(b"abc")
        m.seek(0)
        return m.read(3), len(m)
#### statements
assert shared() == (b"HELLO world", 6) and anonymous() == (b"abc", 4096)
