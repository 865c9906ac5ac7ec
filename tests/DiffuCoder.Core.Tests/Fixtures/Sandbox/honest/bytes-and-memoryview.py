#: expect=pass
#: category=honest
def checksum(data):
    return sum(data) % 256


def frame(payload):
    return bytes([len(payload)]) + payload + bytes([checksum(payload)])


def view(data, start, end):
    return memoryview(data)[start:end]


def grow():
    return bytearray(b"ab")
#### statements
assert frame(b"hi") == b"\x02hi\xd1" and checksum(bytearray([255, 2])) == 1 and checksum(memoryview(b"\x01\x02")) == 3
assert bytes(view(b"abcdef", 1, 3)) == b"bc" and frame(b"")[0] == 0
b = grow()
b += b"c"
b[0] = 65
assert b == bytearray(b"Abc") and b.decode() == "Abc" and b.hex() == "416263"
