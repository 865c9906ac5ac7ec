#: expect=pass
#: category=honest
from collections import defaultdict


def group(words):
    groups = defaultdict(list)
    for word in words:
        groups[len(word)].append(word)
    return groups


def nested():
    return defaultdict(lambda: defaultdict(int))
#### statements
g = group(["a", "bb", "c"])
assert g == {1: ["a", "c"], 2: ["bb"]} and g[9] == [] and 9 in g
#### statements
n = nested()
n["x"]["y"] += 5
assert n["x"]["y"] == 5 and n["x"]["z"] == 0
