#: expect=pass
#: category=honest
import subprocess
import sys


def start(n):
    children = [subprocess.Popen(["sleep", "0.1"]) for _ in range(n)]
    return [c.pid > 0 for c in children]


def double_fork():
    code = "import os\nif os.fork() == 0:\n    os.fork()\n    os._exit(0)\nprint('parent')"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip()
#### statements
assert start(5) == [True] * 5 and double_fork() == "parent"
