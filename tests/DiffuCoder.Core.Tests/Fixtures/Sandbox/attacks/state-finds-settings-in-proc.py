#: expect=pass
#: category=state
# Nor has another set what /proc says of this process.
import os


def f():
    found = []
    for process in ("self", "1", str(os.getppid())):
        for name, text in (("autogroup", "nice 19"), ("loginuid", "271828"), ("comm", "left-behind"), ("timerslack_ns", "271828")):
            try:
                with open(f"/proc/{process}/{name}") as setting:
                    found += [name] * (text in setting.read())
            except OSError:
                pass
    return found
#### statements
assert f() == []
