#: expect=pass
#: category=honest
def build(megabytes):
    blocks = [bytearray(1024 * 1024) for _ in range(megabytes)]
    for i, block in enumerate(blocks):
        block[0] = block[-1] = i % 256
    return sum(len(b) for b in blocks), sum(b[0] for b in blocks)


def sieve(n):
    flags = bytearray([1]) * (n + 1)
    flags[:2] = b"\0\0"
    for p in range(2, int(n ** 0.5) + 1):
        if flags[p]:
            flags[p * p::p] = bytes(len(range(p * p, n + 1, p)))
    return sum(flags)
#### statements
assert build(48) == (48 * 1024 * 1024, 1128) and sieve(2_000_000) == 148933
