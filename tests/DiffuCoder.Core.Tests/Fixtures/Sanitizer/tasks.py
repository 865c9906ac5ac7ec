"""Small tasks, each with a right core, a wrong one and calls whose results are known: what the styles of `styles.py` are written around.

A core is the body of `def core(…)`. The wrong one differs from it by a replacement.
"""

TASKS = [
    # entry point, parameters, body, (right, wrong), calls
    ("add_all", "xs", "total = 0\nfor x in xs:\n    total += x\nreturn total", ("total += x", "total -= x"), [(([1, 2, 3],), 6), (([],), 0)]),
    ("largest", "xs", "return max(xs) if xs else None", ("max", "min"), [(([3, 9, 2],), 9), (([],), None)]),
    ("is_prime", "n", "return n > 1 and all(n % d for d in range(2, int(n ** 0.5) + 1))", ("n > 1", "n > 2"), [((7,), True), ((9,), False), ((2,), True)]),
    ("reverse_words", "text", 'return " ".join(text.split()[::-1])', ("[::-1]", "[::1]"), [(("a b c",), "c b a"), (("",), "")]),
    ("count_vowels", "text", 'return sum(c in "aeiou" for c in text.lower())', ("aeiou", "aeio"), [(("Queue",), 4), (("xyz",), 0)]),
    ("fibonacci", "n", "a, b = 0, 1\nfor _ in range(n):\n    a, b = b, a + b\nreturn a", ("0, 1", "1, 1"), [((10,), 55), ((0,), 0)]),
    ("gcd_of", "a, b", "while b:\n    a, b = b, a % b\nreturn a", ("return a", "return b"), [((12, 18), 6), ((7, 5), 1)]),
    ("flatten", "rows", "return [x for row in rows for x in row]", ("for x in row]", "for x in row[1:]]"), [(([[1], [2, 3]],), [1, 2, 3])]),
    ("unique", "xs", "seen = []\nfor x in xs:\n    if x not in seen:\n        seen.append(x)\nreturn seen", ("not in", "in"), [(([1, 2, 1],), [1, 2])]),
    ("is_palindrome", "text", "text = [c.lower() for c in text if c.isalnum()]\nreturn text == text[::-1]", ("==", "!="), [(("A man, a plan, a canal: Panama",), True), (("ab",), False)]),
    ("word_counts", "text", "counts = {}\nfor word in text.split():\n    counts[word] = counts.get(word, 0) + 1\nreturn counts", ("+ 1", "+ 2"), [(("a b a",), {"a": 2, "b": 1})]),
    ("rotate", "xs, k", "k %= len(xs) or 1\nreturn xs[k:] + xs[:k]", ("xs[k:] + xs[:k]", "xs[:k] + xs[k:]"), [(([1, 2, 3], 1), [2, 3, 1])]),
    ("factorial", "n", "product = 1\nfor i in range(2, n + 1):\n    product *= i\nreturn product", ("n + 1", "n"), [((5,), 120), ((0,), 1)]),
    ("to_binary", "n", 'digits = ""\nwhile n:\n    digits = str(n % 2) + digits\n    n //= 2\nreturn digits or "0"', ('or "0"', 'or ""'), [((6,), "110"), ((0,), "0")]),
    ("second_smallest", "xs", "distinct = sorted(set(xs))\nreturn distinct[1] if len(distinct) > 1 else None", ("distinct[1]", "distinct[0]"), [(([4, 1, 1, 3],), 3), (([2],), None)]),
    ("caesar", "text, shift", 'return "".join(chr((ord(c) - 97 + shift) % 26 + 97) if c.isalpha() else c for c in text)', ("+ shift", "- shift"), [(("abz", 1), "bca")]),
    ("transpose", "rows", "return [list(column) for column in zip(*rows)]", ("zip(*rows)", "rows"), [(([[1, 2], [3, 4]],), [[1, 3], [2, 4]])]),
    ("balanced", "text", "depth = 0\nfor c in text:\n    depth += (c == '(') - (c == ')')\n    if depth < 0:\n        return False\nreturn depth == 0", ("depth == 0", "depth >= 0"), [(("(())",), True), (("(",), False), ((")(",), False)]),
    ("running_max", "xs", "best, out = None, []\nfor x in xs:\n    best = x if best is None else max(best, x)\n    out.append(best)\nreturn out", ("max(best, x)", "min(best, x)"), [(([1, 3, 2],), [1, 3, 3])]),
    ("digit_sum", "n", "return sum(int(d) for d in str(abs(n)))", ("sum", "max"), [((-123,), 6), ((9,), 9)]),
    ("merge", "xs, ys", "return sorted(xs + ys)", ("xs + ys", "xs"), [(([1, 4], [2]), [1, 2, 4])]),
    ("collatz", "n", "steps = 0\nwhile n != 1:\n    n = n // 2 if n % 2 == 0 else 3 * n + 1\n    steps += 1\nreturn steps", ("steps = 0", "steps = 1"), [((6,), 8), ((1,), 0)]),
    ("run_lengths", "text", "out = []\nfor c in text:\n    if out and out[-1][0] == c:\n        out[-1][1] += 1\n    else:\n        out.append([c, 1])\nreturn out", ("+= 1", "+= 2"), [(("aab",), [["a", 2], ["b", 1]])]),
    ("common", "xs, ys", "return [x for x in xs if x in ys]", ("if x in", "if x not in"), [(([1, 2, 3], [2, 3]), [2, 3])]),
    ("power_mod", "base, exponent, modulus", "return pow(base, exponent, modulus)", ("pow(base, exponent, modulus)", "base * exponent % modulus"), [((3, 4, 5), 1), ((2, 10, 1000), 24)]),
]
