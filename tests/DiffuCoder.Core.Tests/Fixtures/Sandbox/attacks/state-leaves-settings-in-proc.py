#: expect=pass
#: category=state
# Settings that /proc takes of a process: of its group, its login, its chance to be ended.
import contextlib
import os

for process in ("self", "1", str(os.getppid())):
    for name, text in (("autogroup", "19"), ("loginuid", "271828"), ("oom_score_adj", "1000"), ("comm", "left-behind"), ("timerslack_ns",
        "271828"), ("coredump_filter", "0")):
        with contextlib.suppress(OSError):
            with open(f"/proc/{process}/{name}", "w") as setting:
                setting.write(text)


def f(n):
    return n * n
#### statements
assert f(12) == 144
