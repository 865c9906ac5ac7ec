# Given to the interpreter by -c, behind seccomp.py, outside of the sandbox: lays down rights, then becomes bubblewrap.
def launch():
    import json
    import os
    import sys

    config = json.loads(sys.argv[1])
    os.setsid()  # an interrupt typed at the terminal is the host's business
    for group in config["groups"]:
        with open(os.path.join(group, "cgroup.procs"), "w") as processes:
            processes.write(str(os.getpid()))
    try:
        with open("/proc/self/oom_score_adj", "w") as score:
            score.write("1000")  # when memory runs out the kernel takes a candidate first
    except OSError:
        pass
    user = config["user"]
    if user:  # root outside would be root wherever the walls have a hole, and the kernel does not count root's processes
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    command = config["command"]
    calls = program()
    if calls is not None:
        reader, writer = os.pipe()
        os.write(writer, calls)
        os.close(writer)
        os.set_inheritable(reader, True)
        command[1:1] = ["--seccomp", str(reader)]
    os.chdir("/")
    if config["quiet"]:
        os.dup2(os.open("/dev/null", os.O_WRONLY), 2)
    os.execv(command[0], command)


launch()
