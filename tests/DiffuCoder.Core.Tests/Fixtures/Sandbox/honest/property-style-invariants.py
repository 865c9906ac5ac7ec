#: expect=pass
#: category=honest
def normalise(text):
    return " ".join(text.split()).lower()


def dedupe(items):
    return list(dict.fromkeys(items))


def partition(items, test):
    yes, no = [], []
    for item in items:
        (yes if test(item) else no).append(item)
    return yes, no
#### statements
import random
rng = random.Random(123)
for _ in range(100):
    text = "".join(rng.choice("aB \t\n") for _ in range(rng.randrange(30)))
    assert normalise(normalise(text)) == normalise(text) and "  " not in normalise(text)
    items = [rng.randrange(8) for _ in range(rng.randrange(20))]
    once = dedupe(items)
    assert dedupe(once) == once and set(once) == set(items) and len(once) <= len(items)
    yes, no = partition(items, lambda n: n > 3)
    assert sorted(yes + no) == sorted(items) and all(n > 3 for n in yes) and not any(n > 3 for n in no)
