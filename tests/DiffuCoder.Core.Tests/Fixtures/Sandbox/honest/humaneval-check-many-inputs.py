#: expect=pass
#: category=honest
from typing import List


def below_threshold(l: List[int], t: int) -> bool:
    for e in l:
        if e >= t:
            return False
    return True
#### check below_threshold
def check(candidate):
    inputs = [[[1, 2, 4, 10], 100], [[1, 20, 4, 10], 5], [[], 0], [list(range(3000)), 3000]]
    results = [True, False, True, True]
    for i, (inp, exp) in enumerate(zip(inputs, results)):
        out = candidate(*inp)
        assert out == exp, f"case {i}: {out!r}"
        assert isinstance(out, bool)
