#: expect=pass
#: category=honest
import contextlib
import os
import tempfile


@contextlib.contextmanager
def inside(folder):
    old = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(old)


def listing():
    with tempfile.TemporaryDirectory() as folder, inside(folder):
        for name in "ba":
            open(name, "w").close()
        return sorted(os.listdir("."))
#### statements
assert listing() == ["a", "b"]
before = listing()
assert before == listing()
