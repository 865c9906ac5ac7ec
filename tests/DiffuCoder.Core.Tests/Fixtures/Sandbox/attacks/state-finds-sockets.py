#: expect=pass
#: category=state
# No listener, no abstract name and no connection in TIME_WAIT.
import socket


def f():
    found = []
    for table in ("tcp", "tcp6", "udp", "unix"):
        try:
            with open("/proc/net/" + table) as lines:
                found += [line for line in lines if ":6A2E" in line or "left-behind" in line or " 06 0000" in line]
        except OSError:
            pass
    for family, address in ((socket.AF_INET, ("127.0.0.1", 27182)), (socket.AF_UNIX, "\0left-behind")):
        with socket.socket(family) as there:
            if there.connect_ex(address) == 0:
                found.append(address)
    with socket.socket() as here:
        here.bind(("127.0.0.1", 27182))
    return found
#### statements
assert f() == []
