#: expect=pass
#: category=honest
def pick(rng, items):
    return items[rng.randrange(len(items))]


def estimate_pi(rng, n):
    return 4 * sum(rng.random() ** 2 + rng.random() ** 2 <= 1 for _ in range(n)) / n
#### statements
import random
assert pick(random.Random(0), "abc") == "abc"[random.Random(0).randrange(3)]
a, b = random.Random(9), random.Random(9)
assert estimate_pi(a, 300) == estimate_pi(b, 300) and a.random() == b.random()
