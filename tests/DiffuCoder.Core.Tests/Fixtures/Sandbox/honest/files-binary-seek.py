#: expect=pass
#: category=honest
import os
import tempfile


def patch_byte(data, position, byte):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "data.bin")
        with open(path, "wb") as file:
            file.write(data)
        with open(path, "r+b") as file:
            file.seek(position)
            file.write(bytes([byte]))
            file.seek(0, 2)
            size = file.tell()
        with open(path, "rb") as file:
            return file.read(), size
#### statements
assert patch_byte(b"hello", 1, ord("a")) == (b"hallo", 5)
