#: expect=pass
#: category=honest
import itertools


def windows(items, n):
    its = itertools.tee(items, n)
    for i, it in enumerate(its):
        for _ in range(i):
            next(it, None)
    return zip(*its)


def groups(words):
    return {k: list(g) for k, g in itertools.groupby(sorted(words, key=len), key=len)}


def cycle_of(items):
    return itertools.cycle(items)
#### statements
from itertools import islice
assert list(windows("abcd", 2)) == [("a", "b"), ("b", "c"), ("c", "d")] and groups(["bb", "a", "cc"]) == {1: ["a"], 2: ["bb", "cc"]}
assert list(islice(cycle_of("ab"), 5)) == ["a", "b", "a", "b", "a"]
c = cycle_of([1, 2])
assert next(c) == 1 and next(c) == 2 and next(c) == 1
