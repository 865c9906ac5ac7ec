#: expect=pass
#: category=honest
import signal
import subprocess


def end(how):
    child = subprocess.Popen(["sleep", "60"])
    getattr(child, how)()
    return child.wait(timeout=20)


def expire():
    try:
        subprocess.run(["sleep", "60"], timeout=0.1)
    except subprocess.TimeoutExpired as error:
        return "sleep" in error.cmd
#### statements
import signal
assert end("kill") == -signal.SIGKILL and end("terminate") == -signal.SIGTERM and expire() is True
