# Given to the interpreter by -c, outside of the sandbox: lays down rights, connects to the host, then becomes bubblewrap.
def launch():
    import json
    import os
    import socket
    import sys

    config = json.loads(sys.argv[1])
    os.setsid()  # an interrupt typed at the terminal is the host's business
    for group in config["groups"]:
        with open(os.path.join(group, "cgroup.procs"), "w") as processes:
            processes.write(str(os.getpid()))
    if config["address"]:
        control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        control.connect(config["address"])
        os.dup2(control.fileno(), 0)
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
    os.chdir("/")
    if config["quiet"]:
        nothing = os.open("/dev/null", os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
    os.execv(config["command"][0], config["command"])


launch()
