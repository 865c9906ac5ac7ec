#: expect=pass
#: category=honest
def smallest_divisor(n):
    for d in range(2, int(n ** 0.5) + 1):
        if n % d == 0:
            break
    else:
        return n
    return d


def swap(pairs):
    for i, (a, b) in enumerate(pairs):
        pairs[i] = (b, a)
    head, *tail = pairs
    return head, tail


def chained(x):
    return 0 < x <= 10 != 5
#### statements
assert smallest_divisor(91) == 7 and smallest_divisor(97) == 97 and swap([(1, 2), (3, 4)]) == ((2, 1), [(4, 3)]) and chained(10) and not chained(0)
