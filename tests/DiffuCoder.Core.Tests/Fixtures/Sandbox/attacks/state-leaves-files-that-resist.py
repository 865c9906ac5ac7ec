#: expect=pass
#: category=state
# What the cleaning of a folder stumbles over: no rights, depth, odd names, pipes and links out of it.
import os

os.makedirs("/tmp/left-behind/" + "/".join(["d"] * 500))
os.mkfifo("/tmp/left-behind/pipe")
os.symlink("/usr", "/tmp/left-behind/link")
open(b"/tmp/left-behind/\xff\n\x01", "w").close()
os.chmod("/tmp/left-behind", 0)
os.chmod("/tmp", 0o500)


def f(n):
    return n * n
#### statements
assert f(12) == 144
