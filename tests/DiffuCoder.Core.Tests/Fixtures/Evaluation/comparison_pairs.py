"""Pairs of a value and what is expected, many of them nearly equal, judged by two rules. Reads {"kit": source, "published": source}."""

import json
import math
import random
import sys

draw = random.Random(20240624)
SPECIAL = ["are_equivalent", "sum_div", "surface_Area", "digit_distance_nums", "similar_elements", "Diff", "check_str", "text_starta_endb"]


def leaf():
    return draw.choice([
        lambda: draw.randint(-3, 3), lambda: draw.randint(-(10**12), 10**12), lambda: draw.randint(-3, 3) * 10 ** draw.randint(15, 40),
        lambda: draw.uniform(-2, 2), lambda: draw.uniform(-1, 1) * 10.0 ** draw.randint(-12, 20), lambda: float(draw.randint(-3, 3)),
        lambda: draw.random() < 0.5, lambda: None, lambda: draw.choice(["", "a", "ab", "1"]), lambda: draw.choice([math.inf, -math.inf]),
        lambda: complex(draw.randint(-2, 2), draw.uniform(-1, 1)),
    ])()


def value(depth):
    kind = draw.randrange(10) if depth else 0
    if kind < 4:
        return leaf()
    if kind < 6:
        return draw.choice([list, tuple])(float(draw.randint(-2, 2)) * draw.choice([1, 0.1]) for _ in range(draw.randint(0, 4)))
    if kind < 8:
        return draw.choice([list, tuple])(value(depth - 1) for _ in range(draw.randint(0, 3)))
    if kind == 8:
        width = draw.randint(1, 3)
        return [[draw.uniform(-1, 1) for _ in range(width)] for _ in range(draw.randint(1, 3))]
    return draw.choice([lambda: {draw.randint(0, 3): value(0) for _ in range(2)}, lambda: {draw.randint(0, 3) for _ in range(3)}])()


def near(item):
    """Something like the item: a little off, of another kind, shorter, longer."""
    if isinstance(item, bool):
        return draw.choice([not item, int(item), float(item), item])
    if isinstance(item, (int, float)) and not isinstance(item, bool):
        choice = draw.randrange(7)
        if choice < 4 and abs(item) < 1e300:
            off = item + draw.choice([-1, 1]) * (abs(item) or 1) * 10.0 ** -draw.randint(3, 12)
            return off if isinstance(item, float) or not math.isfinite(off) else draw.choice([off, item + 1, item - 1])
        return draw.choice([item, float(item) if abs(item) < 1e300 else item, str(item), True])
    if isinstance(item, (list, tuple)):
        choice = draw.randrange(8)
        if choice < 4:
            return type(item)(near(each) if draw.random() < 0.5 else each for each in item)
        return draw.choice([list(item), tuple(item), type(item)(item[1:]), type(item)([*item, *item[:1]]), [item], type(item)(item[:1]), type(item)([*item][::-1])])
    if isinstance(item, dict):
        return draw.choice([dict(item), {key: near(each) for key, each in item.items()}, list(item)])
    return draw.choice([item, leaf()])


def cases(count):
    for number in range(count):
        expected = value(3)
        given = draw.choice([expected, near(expected), near(expected), near(expected), value(3)])
        dataset, name, arguments = draw.choice(["humaneval", "mbpp"]), "f", ()
        if number % 4 == 0:
            dataset, name = "mbpp", draw.choice(SPECIAL)
            arguments = (draw.randint(1, 500), draw.randint(1, 500))
        elif number % 11 == 0:
            dataset, name, arguments = "humaneval", "find_zero", ([draw.randint(-3, 3) for _ in range(draw.randint(1, 4))],)
            given = draw.choice([given, 0.0, -1.0, 1, 0.5])
        yield dataset, name, arguments, given, expected, draw.choice([0, 0, 1e-6, 1e-4, 0.01])


def main():
    request = json.load(sys.stdin)
    kit, published = {}, {}
    exec(request["kit"], kit)
    exec(request["published"], published)
    count, passed, differing = 0, 0, []
    for case in cases(request["count"]):
        ours, theirs = bool(kit["agrees"](*case)), bool(published["passes"](*case))
        count += 1
        passed += theirs
        if ours != theirs:
            differing.append(f"{case!r}: {ours}")
    print(json.dumps({"count": count, "passed": passed, "differing": differing[:20]}))


main()
