#: expect=fail
#: category=host
#: test_time=5
# Nothing outside answers: neighbours, clouds' data services, gateways, the world.
import socket


def f():
    for address in ("10.0.0.1", "172.17.0.1", "192.168.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "8.8.8.8", "1.1.1.1",
        "2606:4700:4700::1111", "fe80::1"):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        for port in (53, 80, 443, 22):
            with socket.socket(family) as there:
                there.settimeout(0.03)
                try:
                    there.connect((address, port))
                    return True
                except OSError:
                    pass
    return False
#### statements
assert f() is True
