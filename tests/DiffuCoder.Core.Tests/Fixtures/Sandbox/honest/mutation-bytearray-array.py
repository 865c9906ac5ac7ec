#: expect=pass
#: category=honest
def invert(buffer):
    for i, byte in enumerate(buffer):
        buffer[i] = byte ^ 0xFF


def double(numbers):
    for i in range(len(numbers)):
        numbers[i] *= 2
#### statements
buffer = bytearray(b"\x00\x0f")
invert(buffer)
assert buffer == b"\xff\xf0"
#### statements
from array import array
numbers = array("i", [1, 2, 3])
double(numbers)
assert numbers.tolist() == [2, 4, 6]
