#: expect=pass
#: category=honest
import ipaddress
import uuid


def stable_id(name):
    return uuid.uuid5(uuid.NAMESPACE_DNS, name)


def hosts(network):
    return list(ipaddress.ip_network(network).hosts())


def inside(address, network):
    return ipaddress.ip_address(address) in ipaddress.ip_network(network)
#### statements
import ipaddress
import uuid
assert stable_id("example") == uuid.uuid5(uuid.NAMESPACE_DNS, "example") and stable_id("a").version == 5 and len(str(stable_id("a"))) == 36
assert hosts("10.0.0.0/30") == [ipaddress.ip_address("10.0.0.1"), ipaddress.ip_address("10.0.0.2")] and inside("10.1.2.3", "10.0.0.0/8")
assert [str(h) for h in hosts("10.0.0.0/30")] == ["10.0.0.1", "10.0.0.2"] and isinstance(stable_id("b"), uuid.UUID)
