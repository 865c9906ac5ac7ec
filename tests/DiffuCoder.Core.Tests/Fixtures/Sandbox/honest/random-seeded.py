#: expect=pass
#: category=honest
import random


def shuffle_with(seed, items):
    rng = random.Random(seed)
    items = list(items)
    rng.shuffle(items)
    return items


def dice(n, seed=None):
    random.seed(seed)
    return [random.randint(1, 6) for _ in range(n)]
#### statements
assert shuffle_with(1, range(10)) == shuffle_with(1, range(10)) != shuffle_with(2, range(10)) and sorted(shuffle_with(5, "cab")) == ["a", "b", "c"]
assert dice(5, 42) == dice(5, 42) and all(1 <= d <= 6 for d in dice(200)) and len(set(dice(200))) == 6
