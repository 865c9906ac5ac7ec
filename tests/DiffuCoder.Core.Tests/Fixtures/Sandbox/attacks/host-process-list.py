#: expect=pass
#: category=host
# Only processes of this run are to be seen.
import os


def f():
    names = []
    for process in [name for name in os.listdir("/proc") if name.isdigit()]:
        try:
            with open(f"/proc/{process}/comm") as comm:
                names.append(comm.read().strip())
        except OSError:
            pass
    strangers = ("systemd", "init", "sshd", "dotnet", "dockerd", "cron", "kthreadd", "bash", "testhost")
    return [name for name in names if name in strangers], len(names) < 12
#### statements
assert f() == ([], True)
