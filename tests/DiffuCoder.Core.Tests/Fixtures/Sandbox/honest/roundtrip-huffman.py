#: expect=pass
#: category=honest
import heapq
from collections import Counter


class Leaf:
    def __init__(self, letter):
        self.letter = letter

    def codes(self, prefix):
        yield self.letter, prefix or "0"


class Branch:
    def __init__(self, left, right):
        self.left, self.right = left, right

    def codes(self, prefix):
        yield from self.left.codes(prefix + "0")
        yield from self.right.codes(prefix + "1")


def build(text):
    heap = [(n, i, Leaf(c)) for i, (c, n) in enumerate(sorted(Counter(text).items()))]
    heapq.heapify(heap)
    while len(heap) > 1:
        (n, i, a), (m, _, b) = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, (n + m, i, Branch(a, b)))
    return dict(heap[0][2].codes(""))


def encode(text, codes):
    return "".join(codes[c] for c in text)


def decode(bits, codes):
    letters, out, code = {v: k for k, v in codes.items()}, [], ""
    for bit in bits:
        code += bit
        if code in letters:
            out.append(letters[code])
            code = ""
    return "".join(out)
#### statements
text = "abracadabra"
codes = build(text)
bits = encode(text, codes)
assert decode(bits, codes) == text and len(bits) == 23 and set(bits) == {"0", "1"}
