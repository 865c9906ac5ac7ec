#: expect=pass
#: category=honest
import os
import shutil
import tempfile


def tree():
    root = tempfile.mkdtemp()
    os.makedirs(os.path.join(root, "a", "b"))
    for name in ("a/one.txt", "a/b/two.txt"):
        with open(os.path.join(root, name), "w") as file:
            file.write(name)
    found = sorted(os.path.relpath(os.path.join(d, f), root) for d, _, files in os.walk(root) for f in files)
    shutil.rmtree(root)
    return found, os.path.isdir(root)


def size_of_temporary(data):
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return os.path.getsize(file.name)
#### statements
assert tree() == (["a/b/two.txt", "a/one.txt"], False) and size_of_temporary(b"x" * 1234) == 1234
