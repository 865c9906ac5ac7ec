#: expect=fail
#: category=host
#: test_time=10
#: time=20
# No name is known beyond this machine's own, by library, by datagram or by local service.
import socket


def f():
    found = []
    for name in ("example.com", "localhost.localdomain.example", "metadata.google.internal", "host.docker.internal"):
        try:
            found.append(socket.gethostbyname(name))
        except OSError:
            pass
    for path in ("/run/nscd/socket", "/run/systemd/resolve/io.systemd.Resolve", "/run/dbus/system_bus_socket", "/var/run/docker.sock",
        "/run/avahi-daemon/socket"):
        with socket.socket(socket.AF_UNIX) as there:
            try:
                there.connect(path)
                found.append(path)
            except OSError:
                pass
    return bool(found)
#### statements
assert f() is True
