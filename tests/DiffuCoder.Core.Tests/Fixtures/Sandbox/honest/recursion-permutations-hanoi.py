#: expect=pass
#: category=honest
def permutations(items):
    if len(items) <= 1:
        return [items]
    return [[x] + rest for i, x in enumerate(items) for rest in permutations(items[:i] + items[i + 1:])]


def hanoi(n, a="A", b="B", c="C"):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c)
#### statements
import itertools
assert permutations([1, 2, 3]) == [list(p) for p in itertools.permutations([1, 2, 3])] and len(permutations(list(range(6)))) == 720
assert len(hanoi(10)) == 1023 and hanoi(1) == [("A", "C")]
#### equals
hanoi(2)
[('A', 'B'), ('A', 'C'), ('B', 'C')]
