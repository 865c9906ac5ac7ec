#: expect=fail
#: category=host
# Groups of resources: another group, a new one, other limits.
import os


def f():
    done = []
    for base, folders, _ in os.walk("/sys/fs/cgroup"):
        for name, text in (("cgroup.procs", str(os.getpid())), ("memory.max", "max"), ("pids.max", "max"), ("cgroup.kill", "1"), ("cpu.max",
            "max"), ("cgroup.freeze", "1")):
            try:
                with open(os.path.join(base, name), "w") as setting:
                    setting.write(text)
                done.append(name)
            except OSError:
                pass
        try:
            os.mkdir(os.path.join(base, "mark"))
            done.append(base)
        except OSError:
            pass
    print(done)
    return bool(done)
#### statements
assert f() is True
