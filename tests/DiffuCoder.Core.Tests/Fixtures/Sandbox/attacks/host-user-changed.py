#: expect=fail
#: category=host
# Another user, the first one among them, by each call there is.
import os


def f():
    done = []
    for change in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0]), lambda: os.setresuid(0, 0, 0), lambda: os.setresgid(0, 0,
        0), lambda: os.seteuid(1)):
        try:
            before = os.getresuid(), os.getresgid(), os.getgroups()
            change()
            done.append((os.getresuid(), os.getresgid(), os.getgroups()) != before)
        except OSError:
            pass
    return any(done)
#### statements
assert f() is True
