#: expect=fail
#: category=host
# Compiled modules and start-up files that the next interpreter would run.
import json
import os
import sys


def f():
    import importlib.util
    done = []
    for path in (importlib.util.cache_from_source(json.__file__), os.path.join(sys.prefix, "lib", "python3", "dist-packages", "mark.pth"),
        os.path.dirname(json.__file__) + "/mark.py",
                 "/usr/lib/python3/sitecustomize.py", "/etc/python3/sitecustomize.py", "/etc/ld.so.preload", "/etc/profile.d/mark.sh",
                     "/etc/ld.so.cache"):
        try:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
            done.append(path)
        except OSError:
            pass
    print(done)
    return bool(done)
#### statements
assert f() is True
