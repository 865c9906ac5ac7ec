#: expect=pass
#: category=honest
import os
import stat
import tempfile


def modes():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "f")
        with open(path, "w") as file:
            file.write("12345")
        os.chmod(path, 0o640)
        os.utime(path, (1000, 2000))
        os.symlink("f", os.path.join(folder, "link"))
        info = os.stat(path)
        os.rename(path, path + "2")
        os.truncate(path + "2", 2)
        link, size = os.readlink(os.path.join(folder, "link")), os.path.getsize(path + "2")
        return stat.S_IMODE(info.st_mode), info.st_mtime, info.st_size, link, size, sorted(os.listdir(folder))
#### statements
assert modes() == (0o640, 2000.0, 5, "f", 2, ["f2", "link"])
