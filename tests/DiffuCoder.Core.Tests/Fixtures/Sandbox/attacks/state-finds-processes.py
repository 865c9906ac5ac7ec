#: expect=pass
#: category=state
# No process of an earlier program runs.
import os


def f():
    found = []
    for process in [name for name in os.listdir("/proc") if name.isdigit()]:
        try:
            with open(f"/proc/{process}/comm") as comm:
                found += [comm.read().strip()]
        except OSError:
            pass
    return [name for name in found if "left" in name or name == "sleep"]
#### statements
assert f() == []
