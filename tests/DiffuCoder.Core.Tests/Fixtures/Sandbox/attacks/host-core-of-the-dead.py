#: expect=fail
#: category=host
# A dying program leaves no picture of its memory.
import os


def f():
    import resource
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, 1 << 20))
        return True
    except (OSError, ValueError):
        pass
    if os.fork() == 0:
        os.abort()
    os.wait()
    return any(name.startswith("core") for folder in (".", "/tmp", "/var/crash") if os.path.isdir(folder) for name in os.listdir(folder))
#### statements
assert f() is True
