#: expect=fail
#: category=host
# The init process's memory, descriptors, root and namespaces through /proc.
import os


def f():
    reached = []
    for name in ("mem", "maps", "environ", "root/etc", "fd", "cwd", "exe", "ns/mnt", "io", "syscall", "stack", "auxv", "pagemap", "map_files"):
        path = f"/proc/1/{name}"
        try:
            reached.append((name, os.listdir(path) if name in ("root/etc", "fd", "map_files") else os.readlink(path) if name in ("cwd", "exe",
                "ns/mnt") else
                            open(path, "rb").read(64)))
        except OSError:
            pass
    print(reached)
    return any(content for _, content in reached)
#### statements
assert f() is True
